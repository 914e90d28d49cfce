// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <boost/json/array.hpp>

#include <algorithm>
#include <stdexcept>

#include "gateway/admin/admin_commands.hpp"
#include "gateway/admin/catalog.hpp"

namespace kimai::gateway::admin {

namespace {

using storage::admin::ColumnChange;
using storage::admin::CustomerRecord;

constexpr Noun kind = Noun::customer;

FieldOptions::Given add_fields(Command& command) {
    FieldOptions fields(command);
    fields.yes_or_no("--visible", "visible", "Whether it and its projects are listed; yes for a new one");
    fields.line("--contact", "contact", "Whom to ask there; listed with the name");
    fields.text("--comment", "comment", "Whatever is worth knowing");
    fields.line("--company", "company", "Name of the company for invoices");
    fields.line("--vat", "vat", "Its VAT number or rate");
    fields.line("--street", "street", "Street and number");
    fields.line("--zipcode", "zipcode", "Postal code");
    fields.line("--city", "city", "City");
    fields.line("--country", "country", "Country, in two letters as Kimai has it: DE");
    fields.line("--phone", "phone", "Telephone");
    fields.line("--fax", "fax", "Fax");
    fields.line("--mobile", "mobile", "Mobile telephone");
    fields.line("--mail", "mail", "Mail address");
    fields.line("--homepage", "homepage", "Web address");
    fields.time_zone("--timezone", "timezone", "Its time zone, such as Europe/Berlin");
    return fields.given();
}

Record record_of(const CustomerRecord& customer, const storage::admin::Sights& sights) {
    return {{"number", customer.id},       {"name", customer.name},         {"contact", text_value(customer.contact)},
            {"visible", customer.visible}, {"projects", customer.projects}, {"groups", groups_of(sights, customer.id)}};
}

Record whole_record(const CustomerRecord& customer, const storage::admin::Sights& sights) {
    Record record = record_of(customer, sights);
    record["removed"] = customer.removed;
    record["comment"] = text_value(customer.comment);
    record["company"] = text_value(customer.company);
    record["vat"] = text_value(customer.vat);
    record["street"] = text_value(customer.street);
    record["zipcode"] = text_value(customer.zipcode);
    record["city"] = text_value(customer.city);
    record["country"] = text_value(customer.country);
    record["phone"] = text_value(customer.phone);
    record["fax"] = text_value(customer.fax);
    record["mobile"] = text_value(customer.mobile);
    record["mail"] = text_value(customer.mail);
    record["homepage"] = text_value(customer.homepage);
    record["timezone"] = customer.time_zone;
    return record;
}

void add_list(CLI::App& noun) {
    Command command(noun, "list", "List customers, their projects and the groups that see them.",
                    "kimai-gateway customer list --database kimai.db");
    const auto all = command.flag("--all", "Also those that were removed");
    command.reads([all](Session& session) {
        storage::Connection& connection = session.store.connection;
        const auto sights = storage::admin::sights_of_customers(connection);
        std::vector<Record> records;
        for (const CustomerRecord& customer : storage::admin::customers(connection)) {
            if (customer.removed && !*all) continue;
            Record& record = records.emplace_back(record_of(customer, sights));
            if (*all) record["removed"] = customer.removed;
        }
        session.output.list(records);
    });
}

void add_show(CLI::App& noun) {
    Command command(noun, "show", "Show all that is known of a customer.",
                    "kimai-gateway customer show --database kimai.db 'Müller GmbH'");
    const auto name = command.argument("CUSTOMER", "Its name, or its number as '#12'");
    command.reads([name](Session& session) {
        storage::Connection& connection = session.store.connection;
        const NamedRow row = find(connection, kind, *name);
        const auto all = storage::admin::customers(connection);
        const auto found = std::ranges::find(all, row.id, &CustomerRecord::id);
        session.output.record(whole_record(*found, storage::admin::sights_of_customers(connection)));
    });
}

void add_add(CLI::App& noun) {
    Command command(
        noun, "add", "Add a customer.",
        "kimai-gateway customer add --database kimai.db 'Müller GmbH' --contact 'Eva Müller' --group Design");
    const auto name = add_name(command, "NAME");
    const auto groups = command.options("--group", "GROUP", "Who sees it; may be repeated; all groups if not given");
    const auto fields = add_fields(command);
    command.writes([name, groups, fields](Session& session) {
        storage::Connection& connection = session.store.connection;
        require_free_name(connection, kind, *name);
        const std::int64_t id = storage::admin::add_entry(connection, kind, *name, changes_of(fields));
        tell_added(session, kind, id, *name, show_new(session, kind, id, *groups));
    });
}

void add_edit(CLI::App& noun) {
    Command command(noun, "edit", "Change what is given of a customer; an empty text empties a field.",
                    "kimai-gateway customer edit --database kimai.db 'Müller GmbH' --visible no --hide-from Design");
    const auto which = command.argument("CUSTOMER", "Its name, or its number as '#12'");
    const auto name = add_new_name(command);
    const auto fields = add_fields(command);
    const SightOptions sights(command);
    command.writes([which, name, fields, sights](Session& session) {
        const NamedRow row = find(session.store.connection, kind, *which);
        std::vector<ColumnChange> changes = changes_of(fields);
        take_new_name(changes, session, kind, row, *name);
        apply_edit(session, kind, row, changes, sights);
    });
}

}  // namespace

void add_customer_commands(CLI::App& app) {
    CLI::App& noun = add_noun(app, "customer", "Customers and which groups see them");
    add_list(noun);
    add_show(noun);
    add_add(noun);
    add_edit(noun);
    add_remove_and_restore(noun, kind);
}

}  // namespace kimai::gateway::admin
