// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/export/export_output.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "storage/new_file.hpp"

namespace kimai::storage {

namespace {

constexpr std::size_t chunk = std::size_t{64} * 1024;

/// Without a slash at the end, which would be a name within the folder.
std::string plain_name(std::string folder) {
    while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
    return folder;
}

}  // namespace

class ExportOutput::Packer {
  public:
    Packer() {
        constexpr int gzip_window = MAX_WBITS + 16;  // zlib's code for "with a gzip header".
        constexpr int memory_level = 8;
        if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) !=
            Z_OK) {
            throw std::bad_alloc();
        }
    }
    Packer(const Packer&) = delete;
    Packer& operator=(const Packer&) = delete;
    Packer(Packer&&) = delete;
    Packer& operator=(Packer&&) = delete;
    ~Packer() { deflateEnd(&stream_); }

    void pack(std::string& text, bool is_end, const std::function<void(std::string_view)>& send) {
        stream_.next_in = reinterpret_cast<Bytef*>(text.data());
        stream_.avail_in = static_cast<uInt>(text.size());
        do {
            stream_.next_out = reinterpret_cast<Bytef*>(packed_.data());
            stream_.avail_out = static_cast<uInt>(packed_.size());
            deflate(&stream_, is_end ? Z_FINISH : Z_NO_FLUSH);
            send({packed_.data(), packed_.size() - stream_.avail_out});
        } while (stream_.avail_out == 0);
    }

  private:
    z_stream stream_{};
    std::vector<char> packed_ = std::vector<char>(chunk);
};

ExportOutput::ExportOutput(std::string file, bool replace) : file_(std::move(file)), replace_(replace) {
    if (file_.ends_with(".gz")) packer_ = std::make_unique<Packer>();
    if (file_ == "-") {
        descriptor_ = STDOUT_FILENO;
        return;
    }
    std::error_code none;
    const auto status = std::filesystem::symlink_status(file_, none);
    if (std::filesystem::exists(status)) {
        // Renaming would put a file in the place of a device or a link.
        if (!std::filesystem::is_regular_file(status)) throw std::runtime_error(file_ + " is there and is no file");
        if (!replace_) throw std::runtime_error(file_ + " is there already; use --replace, or another name");
    }
    draft_ = file_ + ".XXXXXX";
    descriptor_ = ::mkostemp(draft_.data(), O_CLOEXEC);  // Makes it with mode 0600.
    if (descriptor_ < 0) {
        draft_.clear();
        fail("cannot make", errno);
    }
}

ExportOutput::~ExportOutput() {
    if (draft_.empty()) return;
    ::close(descriptor_);
    ::unlink(draft_.c_str());
}

void ExportOutput::write(std::string_view text) {
    waiting_ += text;
    if (waiting_.size() < chunk) return;
    if (packer_) {
        packer_->pack(waiting_, false, [this](std::string_view bytes) { send(bytes); });
    } else {
        send(waiting_);
    }
    waiting_.clear();
}

void ExportOutput::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::write(descriptor_, bytes.data(), bytes.size());
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) fail("cannot write", errno);
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void ExportOutput::finish() {
    if (packer_) {
        packer_->pack(waiting_, true, [this](std::string_view bytes) { send(bytes); });
    } else {
        send(waiting_);
    }
    waiting_.clear();
    if (draft_.empty()) return;
    if (::fsync(descriptor_) != 0) fail("cannot write", errno);
    const bool named = replace_ ? std::rename(draft_.c_str(), file_.c_str()) == 0 : claim_name(draft_, file_);
    if (!named) fail("cannot make", errno);
    draft_.clear();
    ::close(std::exchange(descriptor_, -1));
    flush_to_disk(folder_of(file_));
}

void ExportOutput::fail(const std::string& doing, int error) const {
    throw std::runtime_error(doing + " " + (file_ == "-" ? "to standard output" : file_) + ": " + std::strerror(error));
}

ExportFolder::ExportFolder(std::string folder) : folder_(plain_name(std::move(folder))), draft_(folder_ + ".XXXXXX") {
    std::error_code none;
    const auto status = std::filesystem::symlink_status(folder_, none);
    const bool is_free = !std::filesystem::exists(status) ||
                         (std::filesystem::is_directory(status) && std::filesystem::is_empty(folder_, none));
    if (!is_free) throw std::runtime_error(folder_ + " is there already, and not an empty folder; choose another name");
    // Makes it with mode 0700.
    if (::mkdtemp(draft_.data()) == nullptr) {
        throw std::runtime_error("cannot make " + folder_ + ": " + std::strerror(errno));
    }
}

ExportFolder::~ExportFolder() {
    std::error_code ignored;
    if (!draft_.empty()) std::filesystem::remove_all(draft_, ignored);
}

void ExportFolder::finish() {
    flush_to_disk(draft_);
    // Takes the place of nothing, or of an empty folder.
    if (std::rename(draft_.c_str(), folder_.c_str()) != 0) {
        throw std::runtime_error("cannot make " + folder_ + ": " + std::strerror(errno));
    }
    draft_.clear();
    flush_to_disk(folder_of(folder_));
}

}  // namespace kimai::storage
