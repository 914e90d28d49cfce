#!/usr/bin/perl
# SPDX-FileCopyrightText: Kimai Gateway authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# SOAP::Lite: client.pl ENDPOINT [DESCRIPTION]
use strict;
use warnings;
use utf8;
use JSON::PP;
use SOAP::Lite;

my ($endpoint, $description) = @ARGV;
my $json = JSON::PP->new->utf8->canonical;
$| = 1;

sub say_json { print $json->encode($_[0]), "\n" }

my $soap = eval { $description ? SOAP::Lite->service($description) : SOAP::Lite->uri($endpoint)->proxy($endpoint) };
if (!$soap) { say_json({error => "$@"}); exit 1 }
# service() makes a class with a method for each operation, and lists them.
my $operations = $description ? do { no strict 'refs'; scalar @{ref($soap) . '::EXPORT_OK'} } : undef;
$soap->on_fault(sub {
    my ($client, $answer) = @_;
    die ref $answer ? {code => $answer->faultcode, text => $answer->faultstring} : $client->transport->status . "\n";
});
say_json({operations => $operations});

# A hash goes out as an untyped struct, or as a Map if told so.
sub argument {
    my ($value, $form) = @_;
    return SOAP::Data->type(boolean => $value ? 1 : 0) if JSON::PP::is_bool($value);
    return ref $value && $form eq 'map' ? SOAP::Data->type(map => $value) : SOAP::Data->value($value);
}

# In the order of the description, since SOAP::Lite sends values by position, and JSON's objects have none.
my @order = qw(apiKey username password record projectId activityId entryId id includeTasks doUpdate from to refundable
    cleared start limit);

sub call {
    my ($method, $arguments, $form) = @_;
    my @names = grep { exists $arguments->{$_} } @order;
    # What is made from the description knows no record, and gives the result without the answer around it.
    if ($description && $method ne 'nonsense' && !exists $arguments->{record}) {
        my @values = map { JSON::PP::is_bool($arguments->{$_}) ? $arguments->{$_} ? 1 : 0 : $arguments->{$_} } @names;
        return $soap->$method(@values);
    }
    my @data = map { argument($arguments->{$_}, $form) } @names;
    # Those who build a record name everything.
    if (exists $arguments->{record}) { $data[$_]->name($names[$_]) for 0 .. $#data }
    return $soap->call($method => @data)->result;
}

while (my $line = <STDIN>) {
    my $request = $json->decode($line);
    my $result = eval {
        exists $request->{fault} ? call('nonsense', {}, '') : call(@$request{qw(method arguments form)})
    };
    if (my $problem = $@) { say_json(ref $problem ? {fault => $problem} : {error => $problem}) }
    else { say_json({result => $result}) }
}
