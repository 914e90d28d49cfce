// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/demo_data.hpp"

#include <stdexcept>

#include "storage/demo_firm.hpp"
#include "storage/installation.hpp"

namespace kimai::storage {

DemoData fill_with_demo_data(Store& store, std::int64_t now, std::uint64_t seed, const HashPassword& hash) {
    if (is_filled(store)) throw std::logic_error("demo data would be mixed with data that is there already");
    const Installation installation = install(store);
    store.settings.set_setting(time_zone_setting, "Europe/Berlin");

    demo::Firm firm;
    firm.staff = demo::add_staff(store, installation, hash);
    demo::add_catalog(store, firm);
    demo::add_rates(store.connection);
    demo::add_time_entries(store, firm, now, seed);
    demo::add_expenses(store, firm, now, seed);

    DemoData result;
    for (const demo::Employee& user : firm.staff) {
        result.logins.push_back({std::string(user.name), demo::password_of(user), std::string(user.shows)});
    }
    Rows counts = store.connection.query(
        "SELECT (SELECT count(*) FROM customers), (SELECT count(*) FROM projects), (SELECT count(*) FROM timeSheet),"
        " (SELECT count(*) FROM expenses)");
    counts.next();
    result.customers = counts.integer(0);
    result.projects = counts.integer(1);
    result.time_entries = counts.integer(2);
    result.expenses = counts.integer(3);
    return result;
}

}  // namespace kimai::storage
