<?php
// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// PHP's SoapClient: client.php STACK ENDPOINT [DESCRIPTION]

[, $stack, $endpoint] = $argv;
$description = $argv[3] ?? null;
$is_document = $stack === 'php-document';
// What it would warn about is in its exceptions; standard output is for the answers.
ini_set('display_errors', 'stderr');

function say($answer)
{
    echo json_encode($answer, JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR), "\n";
}

$options = ['cache_wsdl' => WSDL_CACHE_NONE];
if ($stack === 'php-soap12') $options['soap_version'] = SOAP_1_2;
// Objects with one entry in a list would otherwise have no list.
if ($is_document) $options['features'] = SOAP_SINGLE_ELEMENT_ARRAYS;
if ($description === null) $options += ['location' => $endpoint, 'uri' => $endpoint];
try {
    $client = new SoapClient($description, $options);
    say(['operations' => $description === null ? null : count($client->__getFunctions())]);
} catch (SoapFault $fault) {
    say(['error' => $fault->getMessage()]);
}

$call = function ($method, $arguments) use (&$client, $is_document) {
    if ($is_document) return $client->__soapCall($method, [$arguments])->return;
    return $client->__soapCall($method, array_values($arguments));
};

$provoke = function ($way) use (&$client, $call) {
    if ($way === 'unknown') return $call('nonsense', []);
    $client->__setSoapHeaders(new SoapHeader('urn:example:security', 'Security', 'x', true));
    return $call('getVersion', []);
};

while (($line = fgets(STDIN)) !== false) {
    $request = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
    try {
        if (isset($request['fault'])) {
            $result = $provoke($request['fault']);
        } else {
            $arguments = $request['arguments'];
            // An array with names as keys goes out as a Map.
            if (isset($arguments['record']) && $request['form'] === 'object') {
                $arguments['record'] = (object)$arguments['record'];
            }
            $result = $call($request['method'], $arguments);
        }
        say(['result' => $result]);
    } catch (SoapFault $fault) {
        say(['fault' => ['code' => $fault->faultcode, 'text' => $fault->faultstring]]);
    }
}
