// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// npm's strong-soap: strong_soap.js STACK ENDPOINT DESCRIPTION
'use strict';
const { soap } = require('strong-soap');
const { Fault, serve } = require('./conversation.js');

const description = process.argv[4];

soap.createClient(description, {}, (problem, client) => {
  if (problem) return console.log(JSON.stringify({ error: String(problem.message || problem) }));

  const call = (method, values) => new Promise((resolve, reject) => {
    client[method](values, (error, answer) => {
      // An element without content is undefined.
      if (!error) return resolve(typeof answer.return === 'object' && 'items' in answer.return ? { ...answer.return, items: answer.return.items || null } : answer.return);
      const fault = error.root && error.root.Envelope && error.root.Envelope.Body.Fault;
      reject(fault ? new Fault(fault.faultcode, fault.faultstring) : error);
    });
  });

  const operations = Object.values(client.describe()).flatMap(service => Object.values(service)).map(port => Object.keys(port).length);
  return serve(operations[0], call, () => call('getUsers', {}));
});
