// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/call.hpp"
#include "api/text_places.hpp"
#include "storage/change_watch.hpp"

namespace kimai::gateway {

/// How long an answer is right.
struct Lasting {
    /// Whose answer it is; 0 for what is the same for everybody.
    std::int64_t user = 0;
    /// It is right until they change. As they were in the transaction in which the answer was made, or before it.
    storage::ChangeMarks marks = {};
};

/// Answers of reading calls, kept while nothing has changed that they depend on: in the user's own records or in what
/// all share, by whatever process; and behind that for what may be used of them in the next answer to the same call.
/// Those not asked for longest make room for new ones. For one thread and its reading connection.
class KeptAnswers {
  public:
    struct Answer {
        Lasting lasting;
        std::string text;
        api::TextPlaces places;
    };

    /// `limit`: bytes of all answers with their keys; 0 keeps none. The connection must outlive this.
    KeptAnswers(storage::Connection& connection, std::size_t limit)
        : connection_(connection), watch_(connection), limit_(limit) {}

    bool keeps_any() const { return limit_ > 0; }

    /// The answer kept for a key, if it is still right; valid until the next call. Asks the database only where
    /// something was written since the last look. Throws storage::DatabaseError.
    const Answer* find(std::string_view key);

    /// The answer kept for a key, if find() just gave none because it is not right any more, but has items that may be
    /// (api::EarlierItems); else nullptr. Valid until the next call.
    const Answer* earlier(std::string_view key) const;

    /// Keeps an answer, unless it is longer than an eighth of the limit: one must not drive out all others.
    void keep(std::string key, const Lasting& lasting, std::string_view text, api::TextPlaces places = {});

    /// Bytes that are kept.
    std::size_t size() const { return size_; }

  private:
    struct Entry {
        std::string key;
        Answer answer;
        /// The moment up to which it is known to be right.
        std::uint64_t checked = 0;
    };
    using Entries = std::list<Entry>;

    static std::size_t size_of(const Entry& entry);
    void remove(Entries::iterator entry);

    storage::Connection& connection_;
    storage::ChangeWatch watch_;
    std::size_t limit_;
    std::size_t size_ = 0;
    /// Grows when something was written.
    std::uint64_t moment_ = 0;
    Entries entries_;  // asked for last first
    std::unordered_map<std::string_view, Entries::iterator> by_key_;
};

/// A key for the answer of a call in one form: different for every other form, method and arguments.
std::string answer_key(std::string_view form, const api::BoundCall& call);

}  // namespace kimai::gateway
