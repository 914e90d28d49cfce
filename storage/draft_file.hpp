// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace kimai::storage {

/// A file may not be, or is not, one to write or to put something in the place of. The text is a sentence for the
/// operator.
class DraftRefused : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A file that is to appear whole or not at all: it is written under another name beside its place (FILE.ending), which
/// only one process at a time has, and then gets its own. Readable for nobody else (0600). Removed by the destructor;
/// one that a killed process left is written over.
class DraftFile {
  public:
    /// `work`: what is being done, for the message when somebody else does it just now ("import into k.db").
    /// Throws DraftRefused if so, or if there can be no such file.
    DraftFile(std::string file, std::string_view ending, const std::string& work);
    DraftFile(const DraftFile&) = delete;
    DraftFile& operator=(const DraftFile&) = delete;
    DraftFile(DraftFile&&) = delete;
    DraftFile& operator=(DraftFile&&) = delete;
    ~DraftFile();

    const std::string& name() const { return draft_; }
    /// Open for reading and writing, with a lock that keeps other drafts of the name away. A SQLite connection to the
    /// draft must be closed before this goes: closing any descriptor of a file ends a process's locks on it.
    int descriptor() const { return lock_; }

    /// Gives the draft its name, for good. Throws DraftRefused if that is taken and not to be replaced, or if the
    /// system refuses; then nothing has changed.
    void publish(bool replace);

  private:
    [[noreturn]] void refuse(const std::string& doing);

    std::string file_;
    std::string draft_;
    int lock_ = -1;
};

}  // namespace kimai::storage
