// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace kimai::storage {

/// Where an export goes: a new file, readable for its owner only, that appears under its name whole or not at all; or
/// standard output. Packed with gzip if the name ends in .gz. Errors are std::runtime_error with a sentence for the
/// operator.
class ExportOutput {
  public:
    /// "-" for standard output. replace: the file may be there already; it is replaced at the end.
    ExportOutput(std::string file, bool replace);
    ExportOutput(const ExportOutput&) = delete;
    ExportOutput& operator=(const ExportOutput&) = delete;
    ExportOutput(ExportOutput&&) = delete;
    ExportOutput& operator=(ExportOutput&&) = delete;
    /// Without finish(), nothing is left.
    ~ExportOutput();

    void write(std::string_view text);
    /// All is written: what waits goes out, and the file gets its name when it is on the disk.
    void finish();

  private:
    class Packer;
    void send(std::string_view bytes);
    [[noreturn]] void fail(const std::string& doing, int error) const;

    std::string file_;
    std::string draft_;
    bool replace_;
    int descriptor_ = -1;
    std::unique_ptr<Packer> packer_;
    std::string waiting_;
};

/// A new folder for files, readable for its owner only, that appears under its name whole or not at all.
class ExportFolder {
  public:
    /// Throws std::runtime_error if there is something by that name already, save an empty folder.
    explicit ExportFolder(std::string folder);
    ExportFolder(const ExportFolder&) = delete;
    ExportFolder& operator=(const ExportFolder&) = delete;
    ExportFolder(ExportFolder&&) = delete;
    ExportFolder& operator=(ExportFolder&&) = delete;
    /// Without finish(), nothing is left.
    ~ExportFolder();

    /// The name for a file in it, for now.
    std::string file(const std::string& name) const { return draft_ + "/" + name; }
    void finish();

  private:
    std::string folder_;
    std::string draft_;
};

}  // namespace kimai::storage
