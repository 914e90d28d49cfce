// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/api.hpp"

namespace kimai::api {

Outcome run(const Api& api, const Method& method, Call& call) {
    const Outcome outcome = (api.*method.body)(call);
    if (!outcome) return success;
    ResultWriter& result = call.result;
    result.open_record();
    result.name("success");
    result.boolean(false);
    result.name("error");
    result.open_record();
    result.name("msg");
    result.text(text_of(*outcome));
    result.close_record();
    result.close_record();
    return outcome;
}

}  // namespace kimai::api
