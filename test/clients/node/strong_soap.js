// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// npm's strong-soap: strong_soap.js STACK ENDPOINT DESCRIPTION
'use strict';
const {soap} = require('strong-soap');
const {Fault, serve} = require('./conversation.js');
const {plain} = require('./encoded.js');

const [, , stack, , description] = process.argv;

const asMap = record => ({
    $attributes: {$xsiType: {type: 'Map', xmlns: 'http://xml.apache.org/xml-soap'}},
    item: Object.entries(record).map(([key, value]) => ({key, value})),
});

/** An element of the document style without content is undefined. */
const withItems = result =>
    (typeof result === 'object' && 'items' in result ? {...result, items: result.items || null} : result);

soap.createClient(description, {}, (problem, client) => {
    if (problem) return console.log(JSON.stringify({error: String(problem.message || problem)}));

    const call = (method, values, form) => new Promise((resolve, reject) => {
        if (form === 'map' && values.record) values = {...values, record: asMap(values.record)};
        client[method](values, (error, answer) => {
            if (!error) return resolve(stack === 'strong-soap' ? plain(answer.return) : withItems(answer.return));
            const fault = error.root && error.root.Envelope && error.root.Envelope.Body.Fault;
            reject(fault ? new Fault(fault.faultcode, fault.faultstring) : error);
        });
    });

    const operations = Object.values(client.describe())
                           .flatMap(service => Object.values(service))
                           .map(port => Object.keys(port).length);
    return serve(operations[0], call, () => call('getUsers', {}));
});
