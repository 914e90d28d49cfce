// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/answer.hpp"
#include "api/api.hpp"
#include "api/date_resolution.hpp"
#include "api/logins.hpp"
#include "api/php_values.hpp"
#include "api/preferences.hpp"
#include "api/strtotime.hpp"
#include "storage/store.hpp"

namespace kimai::api {

Outcome Api::authenticate(Call& call) const {
    const auto key = surroundings_.logins.sign_in(call.store, call.client, php_string(call.arguments["username"]),
                                                  php_string(call.arguments["password"]), now(call));
    if (!key) return Failure::unknown_user_or_no_permissions;
    Answer answer(call.result);
    answer.open_item().text("apiKey", *key);
    answer.close_item();
    answer.close();
    return success;
}

Outcome Api::get_version(Call& call) const {
    storage::Settings& settings = call.store.settings;
    call.result.text(settings.configuration("version").value_or("1.3.5") + "-" +
                     settings.configuration("revision").value_or("1400"));
    return success;
}

std::optional<storage::User> Api::caller(Call& call) const {
    const std::string* key = call.arguments["apiKey"].if_text();
    if (key == nullptr) return std::nullopt;
    if (!may_try_key(call.client.address)) {
        throttled_keys_.add();
        return std::nullopt;
    }
    auto user = call.store.users.by_key(surroundings_.vault.lookup(*key));
    if (!user) {
        // Who sends none does not guess.
        if (!key->empty()) wrong_keys_.count(call.client.address, surroundings_.now());
        return std::nullopt;
    }
    note_key_use(user->id, user->key_used);
    call.user = user->id;
    return user;
}

bool Api::may_try_key(const std::string& address) const { return wrong_keys_.may_try(address, surroundings_.now()); }

std::int64_t Api::now(Call& call) const {
    call.lasting = false;
    return surroundings_.now();
}

void Api::note_key_use(std::int64_t user, std::optional<std::int64_t> before) const {
    const std::int64_t now = surroundings_.now();
    // The database knows of uses before the start, memory of those whose writing waits or fails.
    if (before && now - *before < KeyUses::seconds_between_notes) return;
    if (!key_uses_.is_due(user, now)) return;
    surroundings_.write_later([user, now](storage::Store& store) { store.users.note_key_use(user, now); });
}

std::int64_t Api::time_of(Call& call, const TimeZone& zone, const Value& date) const {
    const auto text = read_date(php_string(date));
    if (!text) return 0;
    return resolve_date(*text, depends_on_now(*text) ? now(call) : surroundings_.now(), zone).value_or(0);
}

}  // namespace kimai::api
