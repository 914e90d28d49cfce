// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Answers of the rpc style. Both libraries know no Map and give elements as objects: their type among the attributes,
// $value or the children's names.
'use strict';

const list = value => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function typeOf(element) {
    if (element.$attributes) return (element.$attributes.$xsiType || {}).type;
    return ((element.attributes || {})['xsi:type'] || '').split(':').pop();
}

/** The value that an element stands for. */
function plain(value) {
    if (value === null || value === undefined) return null;
    if (typeof value !== 'object') return value;
    const type = typeOf(value);
    const text = value.$value === undefined ? '' : value.$value;
    if (type === 'Map') return Object.fromEntries(list(value.item).map(item => [plain(item.key), plain(item.value)]));
    if (type === 'Array') return list(value.item).map(plain);
    if (type === 'int' || type === 'float') return Number(text);
    if (type === 'boolean') return text === true || text === 'true';
    return text;
}

module.exports = {plain};
