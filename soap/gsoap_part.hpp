// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <stdsoap2.h>

#include "soap/part.hpp"

/// What the code that soapcpp2 generates has to know of ours; it includes this file and nothing else of us.

// gSOAP knows no namespaces of C++: to the generated code the type of all parameters is ::Part, alias kimai__Part.
using kimai::soap::Part;

#ifdef KIMAI_GENERATED
// The generated version reads what stands behind the operation's element by its xsi:type, and forgets what it has no
// type for. Weak, it gives way to ours (part_reader.cpp), which keeps everything.
SOAP_FMAC3 int SOAP_FMAC4 soap_getindependent(struct soap*) __attribute__((weak));
#endif
