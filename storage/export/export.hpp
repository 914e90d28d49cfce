// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "storage/sqlite.hpp"

/// What all exports are given. They read within a storage::Snapshot that the caller holds, row by row, so that neither
/// their memory nor what they write depends on what is written meanwhile. All of storage/export throws DatabaseError.
namespace kimai::storage {

/// The database holds something that this form of export cannot hold. The text names it, for the operator.
class ExportRefused : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Takes the text of an export, piece by piece. What it throws ends the export.
using WriteText = std::function<void(std::string_view)>;
/// Called for each row that was read; for progress.
using RowDone = std::function<void()>;
/// Opens a user's sealed API key; nothing if that is not possible.
using OpenKey = std::function<std::optional<std::string>(std::int64_t user, Bytes sealed)>;

}  // namespace kimai::storage
