// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
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

/// Answers of reading calls, kept for all threads, to be given again while nothing has changed that they depend on: in
/// the user's own records or in what all share, by whatever process. Who finds one compares its marks with those of now
/// (storage::CurrentMarks); of one that is not right any more, items may be (api::EarlierItems). Those not asked for
/// longest make room for new ones. Any thread.
class KeptAnswers {
  public:
    struct Answer {
        Lasting lasting;
        std::string text;
        api::TextPlaces places;
    };
    using AnswerPointer = std::shared_ptr<const Answer>;

    /// `limit`: bytes of all answers with their keys; 0 keeps none.
    explicit KeptAnswers(std::size_t limit) : limit_(limit) {}

    std::size_t limit() const { return limit_; }

    /// The last answer kept for a key, right or not; nullptr: there is none.
    AnswerPointer find(std::string_view key);

    /// Keeps an answer, unless it is longer than an eighth of the limit: one must not drive out all others.
    void keep(std::string key, const Lasting& lasting, std::string_view text, api::TextPlaces places = {});

    /// Bytes that are kept.
    std::size_t size() const;

  private:
    struct Entry {
        std::string key;
        AnswerPointer answer;
    };
    using Entries = std::list<Entry>;

    static std::size_t size_of(const Entry& entry);
    void move_out(Entries::iterator entry, Entries& to);

    const std::size_t limit_;
    mutable std::mutex mutex_;
    std::size_t size_ = 0;
    Entries entries_;  // asked for last first
    std::unordered_map<std::string_view, Entries::iterator> by_key_;
};

/// A key for the answer of a call in one form: different for every other form, method and arguments.
std::string answer_key(std::string_view form, const api::BoundCall& call);

}  // namespace kimai::gateway
