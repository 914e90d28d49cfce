// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/admin/password_input.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "storage/ascii.hpp"

namespace kimai::gateway::admin {

namespace {

/// Until its end the terminal does not show what is typed, and signals that would end or stop the program wait.
class Silence {
  public:
    Silence() {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) {
            throw std::runtime_error(
                "there is no terminal to ask for the password at: say --password-file FILE (- for standard input), or "
                "--generate");
        }
        sigemptyset(&held_);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) sigaddset(&held_, signal);
        ::sigprocmask(SIG_BLOCK, &held_, &mask_before_);
        signals_ = ::signalfd(-1, &held_, SFD_CLOEXEC);
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;
    Silence(Silence&&) = delete;
    Silence& operator=(Silence&&) = delete;
    ~Silence() {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
        std::cerr << "\n";
        if (signals_ >= 0) ::close(signals_);
        // What waited is done now, mostly ending the program.
        ::sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
    }

    /// Whether there is something to read; false if a signal came first.
    bool wait() const {
        std::array<pollfd, 2> watched{pollfd{STDIN_FILENO, POLLIN, 0}, pollfd{signals_, POLLIN, 0}};
        while (::poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) {
        }
        return watched[1].revents == 0;
    }

  private:
    termios before_{};
    sigset_t held_{};
    sigset_t mask_before_{};
    int signals_ = -1;
};

std::string checked(std::string password, const std::string& from) {
    if (password.empty()) throw std::runtime_error("the password " + from + " is empty");
    if (password.size() > longest_password) {
        throw std::runtime_error("the password " + from + " is longer than " + std::to_string(longest_password) +
                                 " bytes");
    }
    if (find_control(password) != password.size()) {
        throw std::runtime_error("the password " + from + " is not one line of text");
    }
    return password;
}

/// What stands in a file, without the line's end. Not more than can be a password.
std::string content_of(const std::string& file) {
    std::ifstream opened;
    if (file != "-") opened.open(file, std::ios::binary);
    if (file != "-" && !opened) throw std::runtime_error("cannot read " + file + ": " + std::strerror(errno));
    std::istream& stream = file == "-" ? std::cin : opened;
    std::string text(longest_password + 3, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) throw std::runtime_error("cannot read " + file + ": " + std::strerror(errno));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (text.ends_with('\n')) text.pop_back();
    if (text.ends_with('\r')) text.pop_back();
    return text;
}

}  // namespace

std::string ask_without_echo(const std::string& question) {
    const Silence silence;
    std::cerr << question << std::flush;
    std::string line;
    for (char c = 0; c != '\n';) {
        if (!silence.wait()) throw std::runtime_error("interrupted");
        const ssize_t got = ::read(STDIN_FILENO, &c, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw std::runtime_error("the terminal was closed before the password was there");
        if (c != '\n') line += c;
    }
    return line;
}

PasswordOptions::PasswordOptions(Command& command)
    : file_(command.option("--password-file", "FILE",
                           "Read the password from this file, - for standard input; it is asked for otherwise")),
      generate_(command.flag("--generate", "Make up a password and print it, this once")) {
    command.app().get_option("--generate")->excludes("--password-file");
}

Password PasswordOptions::take(const std::string& user) const {
    if (*generate_) return {.text = api::new_api_key(), .generated = true};
    if (*file_) return {.text = checked(content_of(**file_), "in " + (**file_ == "-" ? "standard input" : **file_))};
    std::string password = checked(ask_without_echo("New password for " + user + ": "), "that was typed");
    if (ask_without_echo("Once more: ") != password) throw std::runtime_error("the two passwords are not the same");
    return {.text = std::move(password)};
}

}  // namespace kimai::gateway::admin
