// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/metrics.hpp"

#include <filesystem>
#include <string_view>
#include <utility>

#include "api/api.hpp"
#include "api/logins.hpp"
#include "gateway/connection_counts.hpp"
#include "gateway/database_health.hpp"
#include "gateway/kept_answers.hpp"
#include "gateway/log.hpp"
#include "gateway/metrics_text.hpp"
#include "gateway/process_facts.hpp"
#include "gateway/version.hpp"
#include "gateway/workers.hpp"
#include "storage/writer.hpp"

namespace kimai::gateway {

namespace {

using storage::Distribution;
using Type = MetricsText::Type;

constexpr double nanoseconds_in_a_second = 1e9;
constexpr Protocol protocols[] = {Protocol::json_rpc, Protocol::soap, Protocol::http};

/// 0 for a file that is not there.
std::uint64_t size_of(const std::string& file) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    return error ? 0 : size;
}

}  // namespace

Metrics::Metrics(Parts parts) : parts_(std::move(parts)), connections_(std::make_shared<ConnectionCounts>()) {}

std::shared_ptr<IoCounts> Metrics::add_thread() { return threads_.emplace_back(std::make_shared<IoCounts>()); }

std::string Metrics::text() const {
    MetricsText out;
    out.metric("kimai_gateway_build_info", Type::gauge, "The version that runs; always 1.");
    out.sample({{"version", version}}, std::uint64_t{1});
    write_requests(out);
    write_connections(out);
    write_keys_and_logins(out);
    write_kept_answers(out);
    write_database(out);
    write_queues(out);
    write_process(out);
    return out.take();
}

std::uint64_t Metrics::sum(storage::Count IoCounts::*count) const {
    std::uint64_t all = 0;
    for (const auto& thread : threads_) all += ((*thread).*count).value();
    return all;
}

/// All rows are there from the start, also those without a request: what appears with its first failure has not
/// increased as far as Prometheus can tell. Histograms are too long for that.
void Metrics::write_requests(MetricsText& out) const {
    out.metric("kimai_gateway_requests_total", Type::counter, "Requests by wire, method and what they came to.");
    for (const Protocol protocol : protocols) {
        for (std::size_t row = 0; row < row_names(protocol).size(); ++row) {
            for (const Ending ending : endings_of(protocol)) {
                std::uint64_t number = 0;
                for (const auto& thread : threads_) {
                    number += thread->requests.rows(protocol)[row].endings[static_cast<std::size_t>(ending)].value();
                }
                out.sample({{"protocol", label_of(protocol)},
                            {"method", row_names(protocol)[row]},
                            {"outcome", label_of(ending)}},
                           number);
            }
        }
    }
    out.metric("kimai_gateway_request_duration_seconds", Type::histogram,
               "Time from a request that has been read until its answer is made.");
    for (const Protocol protocol : protocols) {
        for (std::size_t row = 0; row < row_names(protocol).size(); ++row) {
            Distribution times;
            for (const auto& thread : threads_) times.add(thread->requests.rows(protocol)[row].times.distribution());
            if (times.count() == 0) continue;
            out.histogram({{"protocol", label_of(protocol)}, {"method", row_names(protocol)[row]}}, times,
                          nanoseconds_in_a_second);
        }
    }
}

void Metrics::write_connections(MetricsText& out) const {
    const ConnectionCounts& counts = *connections_;
    out.gauge("kimai_gateway_connections", "Connections that are open and served.", counts.served);
    out.gauge("kimai_gateway_connections_limit", "Connections that are served at once at most.",
              parts_.connections_limit);
    out.counter("kimai_gateway_connections_accepted_total", "Connections that were taken to be served.",
                counts.accepted.value());
    out.counter("kimai_gateway_connections_refused_total",
                "Connections that were turned away since there were too many.", counts.refused.value());
    out.counter("kimai_gateway_received_bytes_total", "Bytes of HTTP requests.", sum(&IoCounts::received_bytes));
    out.counter("kimai_gateway_sent_bytes_total", "Bytes of HTTP answers.", sum(&IoCounts::sent_bytes));
}

void Metrics::write_keys_and_logins(MetricsText& out) const {
    const api::LoginCounts& logins = parts_.logins.counts();
    out.metric("kimai_gateway_logins_total", Type::counter,
               "Logins: accepted, refused, or throttled without a look at the password.");
    out.sample({{"outcome", "accepted"}}, logins.accepted.value());
    out.sample({{"outcome", "refused"}}, logins.refused.value());
    out.sample({{"outcome", "throttled"}}, logins.throttled.value());
    out.metric("kimai_gateway_rejected_keys_total", Type::counter,
               "API keys that were wrong, or throttled without a look at them.");
    out.sample({{"reason", "wrong"}}, parts_.api.wrong_keys());
    out.sample({{"reason", "throttled"}}, parts_.api.throttled_keys());
}

void Metrics::write_kept_answers(MetricsText& out) const {
    out.counter("kimai_gateway_kept_answers_hits_total", "Calls that were answered with an answer that was kept.",
                sum(&IoCounts::kept_hits));
    out.counter("kimai_gateway_kept_answers_misses_total", "Calls that looked for a kept answer and found none.",
                sum(&IoCounts::kept_misses));
    out.gauge("kimai_gateway_kept_answers_bytes", "Memory of the answers that are kept.", parts_.kept_answers.size());
    out.gauge("kimai_gateway_kept_answers_limit_bytes", "Memory that kept answers may take.",
              parts_.kept_answers.limit());
}

void Metrics::write_database(MetricsText& out) const {
    Distribution reading;
    for (const auto& thread : threads_) reading.add(thread->read_times.distribution());
    const storage::WriterCounts& writing = parts_.writer.counts();
    out.metric("kimai_gateway_database_read_seconds", Type::histogram, "Time for which a call reads the database.");
    out.histogram({}, reading, nanoseconds_in_a_second);
    out.metric("kimai_gateway_database_write_seconds", Type::histogram,
               "Time of a write transaction, until it is on the disk.");
    out.histogram({}, writing.times.distribution(), nanoseconds_in_a_second);
    out.metric("kimai_gateway_database_write_group_size", Type::histogram, "Writes that shared a transaction.");
    out.histogram({}, writing.group_sizes.distribution(), 1);
    out.counter("kimai_gateway_database_failed_transactions_total", "Write transactions that came to nothing.",
                writing.failed.value());
    out.counter("kimai_gateway_database_failures_total",
                "Pieces of work that failed through trouble with the database.", parts_.health.failures());
    out.gauge("kimai_gateway_database_damaged", "1 once damage in the database was met, until the restart.",
              parts_.health.damaged() ? 1 : 0);
    out.gauge("kimai_gateway_database_size_bytes", "Size of the database's file.", size_of(parts_.database));
    out.gauge("kimai_gateway_database_wal_size_bytes", "Size of the write-ahead log beside it.",
              size_of(parts_.database + "-wal"));
}

void Metrics::write_queues(MetricsText& out) const {
    out.gauge("kimai_gateway_writer_queue_length", "Writes that wait for the writer.", parts_.writer.waiting());
    out.gauge("kimai_gateway_worker_queue_length", "Logins, batches and long answers that wait for a worker.",
              parts_.workers.waiting());
    out.gauge("kimai_gateway_worker_threads", "Workers.", parts_.workers.count());
    out.gauge("kimai_gateway_worker_threads_busy", "Workers that have something to do.", parts_.workers.busy());
    out.counter("kimai_gateway_log_lines_lost_total", "Lines of the log that were lost since nobody took them.",
                parts_.log.lost_lines());
}

void Metrics::write_process(MetricsText& out) const {
    const ProcessFacts facts = process_facts();
    out.metric("process_cpu_seconds_total", Type::counter, "Processor time that was used.");
    out.sample({}, facts.cpu_seconds);
    out.metric("process_start_time_seconds", Type::gauge, "Start of the process, in seconds since 1970.");
    out.sample({}, std::chrono::duration<double>(started_.time_since_epoch()).count());
    out.gauge("process_resident_memory_bytes", "Resident memory.", facts.resident_bytes);
    out.gauge("process_virtual_memory_bytes", "Virtual memory.", facts.virtual_bytes);
    out.gauge("process_open_fds", "Open file descriptors.", facts.open_files);
    out.gauge("process_max_fds", "File descriptors that may be open.", facts.most_open_files);
    out.gauge("process_threads", "Threads.", facts.threads);
}

}  // namespace kimai::gateway
