// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Runs in the build. Prints from the method table what soapcpp2 makes dispatch and decoding of, so that the list of
// operations exists once:
//     print_service_header header      the service's header, soapcpp2's input
//     print_service_header handlers    the functions that the generated code calls, one for each operation

#include <iostream>
#include <string_view>

#include "api/method_table.hpp"

namespace {

/// All operations take one parameter, which takes whatever is in the operation's element, and answer nothing: the
/// answer is written elsewhere. The namespace is of no account, since operations are told apart by their local names.
void print_header() {
    std::cout << "//gsoap kimai service name: Kimai\n"
                 "//gsoap kimai service style: rpc\n"
                 "//gsoap kimai service encoding: literal\n"
                 "//gsoap kimai service namespace: urn:kimai-gateway\n"
                 "#include \"soap/gsoap_part.hpp\"\n"
                 "extern typedef struct Part kimai__Part;\n";
    for (const auto& method : kimai::api::methods()) {
        std::cout << "int kimai__" << method.name << "(kimai__Part __parts, void);\n";
    }
}

void print_handlers() {
    std::cout << "#include \"soap/reading.hpp\"\n#include \"soapH.h\"\n";
    for (const auto& method : kimai::api::methods()) {
        std::cout << "int kimai__" << method.name << "(struct soap* context, Part parts) { "
                  << "return kimai::soap::take_call(context, \"" << method.name << "\", parts); }\n";
    }
}

}  // namespace

int main(int count, char** arguments) {
    const std::string_view wanted = count == 2 ? arguments[1] : "";
    if (wanted == "header") {
        print_header();
    } else if (wanted == "handlers") {
        print_handlers();
    } else {
        return 2;
    }
    return std::cout.flush() ? 0 : 1;
}
