// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <map>
#include <string>

#include "gateway/log.hpp"
#include "gateway/options.hpp"
#include "gateway/tls_context.hpp"

namespace kimai::gateway {

/// Reads the options again; throws std::exception with what is wrong with them.
using ReadAgain = std::function<ServeOptions()>;

/// Changes what may change while the gateway serves: the certificate and its key, which are read anew in any case, and
/// the level of the log. The log says what was done, what is wrong with new files (then the old ones stay in use), and
/// which other options changed and need a restart. For one thread.
class Reload {
  public:
    /// `tls` may be nullptr: nothing listens with TLS. All that is referred to outlives it.
    Reload(const ServeOptions& started_with, ReadAgain read_again, TlsContext* tls, Log& log);

    void operator()();

  private:
    void load_certificate(const TlsFiles& files);
    void name_what_needs_a_restart(const std::map<std::string, std::string>& given);

    ServeOptions options_;  // as they are in effect
    ReadAgain read_again_;
    TlsContext* tls_;
    Log& log_;
};

/// Writes into the log whose certificate is used and how long it is valid; a warning if that is not long.
void report_certificate(const TlsFiles& files, const CertificateFacts& facts, Log& log);

}  // namespace kimai::gateway
