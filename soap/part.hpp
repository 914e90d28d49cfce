// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace kimai::soap {

/// An element of a call as it came: a parameter, or a piece of one. Parts and their texts lie in the memory of the
/// gSOAP context that read them and last as long as it does. Texts are UTF-8 and end with a zero, as gSOAP's do;
/// pointers to texts are never null.
struct Part {
    /// Without prefix; so is the type.
    const char* name = "";
    /// From xsi:type; empty without one.
    const char* type = "";
    /// Of this element and no other, with a # in front, as references have it ("#id0").
    const char* id = "";
    /// The id of what stands for its content; empty if it has a content of its own.
    const char* reference = "";
    /// The characters before the first child.
    const char* text = "";
    bool nil = false;
    /// Whether there are characters other than blanks behind a child. What follows them is not read.
    bool mixed = false;
    /// Children, in the order they came.
    Part* first = nullptr;
    /// Sibling.
    Part* next = nullptr;
};

}  // namespace kimai::soap
