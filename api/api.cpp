// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/api.hpp"

namespace kimai::api {

void run(const Api& api, const Method& method, Call& call) {
    const Outcome outcome = (api.*method.body)(call);
    if (!outcome) return;
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
}

}  // namespace kimai::api
