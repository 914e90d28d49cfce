// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The lines of JSON that run.py and a program exchange.
'use strict';
const readline = require('readline');

const say = answer => process.stdout.write(JSON.stringify(answer) + '\n');

/** A fault that the server answered. */
class Fault extends Error {
    constructor(code, text) {
        super(text);
        this.code = code;
    }
}

/**
 * Answers requests until there are none: call(method, arguments, form) and provoke(way) resolve to a result or throw.
 */
async function serve(operations, call, provoke) {
    say({operations});
    for await (const line of readline.createInterface({input: process.stdin})) {
        const request = JSON.parse(line);
        try {
            say({
                result: await (
                    request.fault ? provoke(request.fault) : call(request.method, request.arguments, request.form))
            });
        } catch (error) {
            say(error instanceof Fault ? {fault: {code: error.code, text: error.message}} :
                                         {error: String(error.message || error)});
        }
    }
}

module.exports = {
    Fault,
    serve
};
