// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/secret_input.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string_view>

namespace kimai::gateway {

namespace {

/// The terminal that the process belongs to, without echo until the end.
class SilentTerminal {
  public:
    SilentTerminal() : file_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
        if (file_ < 0 || ::tcgetattr(file_, &before_) != 0) {
            if (file_ >= 0) ::close(file_);
            throw std::runtime_error("there is no terminal to ask for the password; --password-file FILE reads it");
        }
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(file_, TCSAFLUSH, &silent);
    }
    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;
    SilentTerminal(SilentTerminal&&) = delete;
    SilentTerminal& operator=(SilentTerminal&&) = delete;
    ~SilentTerminal() {
        ::tcsetattr(file_, TCSAFLUSH, &before_);
        ::close(file_);
    }

    void say(std::string_view text) const {
        if (::write(file_, text.data(), text.size()) < 0) throw std::runtime_error("cannot write to the terminal");
    }

    std::string line() const {
        std::string text;
        char next = '\0';
        while (::read(file_, &next, 1) == 1 && next != '\n') text += next;
        return text;
    }

  private:
    int file_;
    termios before_{};
};

}  // namespace

std::string secret_in(const std::filesystem::path& file) {
    std::string line;
    if (file == "-") {
        std::getline(std::cin, line);
    } else {
        std::ifstream stream(file);
        if (!stream) throw std::runtime_error("cannot read " + file.string() + ": " + std::strerror(errno));
        std::getline(stream, line);
    }
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) throw std::runtime_error(file.string() + " is empty; the secret must be in its first line");
    return line;
}

std::string ask_for_secret(const std::string& question) {
    const SilentTerminal terminal;
    terminal.say(question);
    std::string secret = terminal.line();
    terminal.say("\n");
    return secret;
}

}  // namespace kimai::gateway
