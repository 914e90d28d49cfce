// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// npm's soap: soap.js STACK ENDPOINT DESCRIPTION
'use strict';
const soap = require('soap');
const {Fault, serve} = require('./conversation.js');
const {plain} = require('./encoded.js');

const [, , stack, , description] = process.argv;

const asMap = record => ({
    attributes: {'xmlns:m': 'http://xml.apache.org/xml-soap', 'xsi:type': 'm:Map'},
    item: Object.entries(record).map(([key, value]) => ({key, value})),
});

async function main() {
    const client =
        await soap.createClientAsync(description, {handleNilAsNull: true, forceSoap12Headers: stack === 'node-soap12'});
    // It refuses an operation whose message has no parts (getVersion): its users give it an empty list.
    for (const message of Object.values(client.wsdl.definitions.messages))
        if (!message.parts) message.parts = {};

    async function call(method, values, form) {
        if (form === 'map' && values.record) values = {...values, record: asMap(values.record)};
        // The rpc style of the library has no null: what is left out is null.
        values = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
        try {
            const [answer] = await client[method + 'Async'](values);
            return stack === 'node-soap-document' ? answer.return : plain(answer.return);
        } catch (error) {
            const fault = error.root && error.root.Envelope && error.root.Envelope.Body.Fault;
            if (!fault) throw error;
            throw new Fault(
                fault.Code ? fault.Code.Value : fault.faultcode,
                fault.Reason ? fault.Reason.Text.$value || fault.Reason.Text : fault.faultstring);
        }
    }

    const operations = Object.values(client.describe())
                           .flatMap(service => Object.values(service))
                           .map(port => Object.keys(port).length);
    await serve(operations[0], call, () => call('getUsers', {}));
}

main().catch(error => console.log(JSON.stringify({error: error.message})));
