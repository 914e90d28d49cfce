// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/rounding.hpp"

namespace kimai::api {

namespace {

std::int64_t remainder(std::int64_t time, std::int64_t step) { return ((time % step) + step) % step; }

std::int64_t down(std::int64_t time, std::int64_t step) { return time - remainder(time, step); }

std::int64_t up(std::int64_t time, std::int64_t step) {
    const std::int64_t rest = remainder(time, step);
    return rest == 0 ? time : time - rest + step;
}

std::int64_t nearest(std::int64_t time, std::int64_t step) {
    return remainder(time, step) * 2 > step ? up(time, step) : down(time, step);
}

}  // namespace

Span rounded(Span span, std::int64_t precision_minutes, std::string_view method) {
    constexpr std::int64_t longest = std::int64_t{60} * 24 * 366;  // Beyond that the product below makes no sense.
    if (precision_minutes <= 0 || precision_minutes > longest) return span;
    const std::int64_t step = precision_minutes * 60;
    if (method == "closest") return {nearest(span.start, step), nearest(span.end, step)};
    if (method == "ceil") return {up(span.start, step), up(span.end, step)};
    return {down(span.start, step), up(span.end, step)};
}

}  // namespace kimai::api
