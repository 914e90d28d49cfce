// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/file_content.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "gateway/bytes_text.hpp"

namespace kimai::gateway {

namespace {

class Source {
  public:
    explicit Source(const std::filesystem::path& file) : name_(file.string()), is_standard_input_(file == "-") {
        if (is_standard_input_) return;
        opened_.open(file, std::ios::binary);
        check(!opened_);
    }

    std::istream& stream() { return is_standard_input_ ? std::cin : opened_; }

    void check(bool failed) const {
        if (failed) throw std::runtime_error("cannot read " + name_ + ": " + std::strerror(errno));
    }

    [[noreturn]] void has_more_than(const std::string& most) const {
        throw std::runtime_error(name_ + " has more than " + most);
    }

  private:
    std::string name_;
    bool is_standard_input_;
    std::ifstream opened_;
};

}  // namespace

std::string file_content(const std::filesystem::path& file, std::uint64_t most) {
    Source source(file);
    std::string text;
    std::array<char, 65536> piece{};
    while (source.stream().read(piece.data(), piece.size()) || source.stream().gcount() > 0) {
        text.append(piece.data(), static_cast<std::size_t>(source.stream().gcount()));
        if (text.size() > most) source.has_more_than(bytes_text(static_cast<std::int64_t>(most)));
    }
    source.check(source.stream().bad());
    return text;
}

std::string first_line(const std::filesystem::path& file, std::size_t most) {
    Source source(file);
    std::string line;
    for (char read = 0; source.stream().get(read) && read != '\n'; line += read) {
        if (line.size() > most)
            source.has_more_than(bytes_text(static_cast<std::int64_t>(most)) + " in its first line");
    }
    source.check(source.stream().bad());
    if (line.ends_with('\r')) line.pop_back();
    if (line.size() > most) source.has_more_than(bytes_text(static_cast<std::int64_t>(most)) + " in its first line");
    return line;
}

}  // namespace kimai::gateway
