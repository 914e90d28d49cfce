// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/dump_text.hpp"

namespace kimai::storage {

/// Looks at the first two bytes: if they are gzip's (RFC 1952), the result unpacks what `packed` gives, members one
/// behind the other included; if not, the result gives the same bytes. A packed stream that is broken or ends too
/// early makes it throw DumpError (without a line) when that point is read.
DumpText::Read unpacked_if_gzip(DumpText::Read packed);

}  // namespace kimai::storage
