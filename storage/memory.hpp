// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>

namespace kimai::storage {

/// Says whether what a connection read earlier may be believed without another look. Awake only while a Reading or a
/// Writing lasts, so nobody who forgot to look can be answered from it. Belongs to one thread at a time.
class Memory {
  public:
    /// What is remembered holds, or is forgotten if the mark is not that of the last time. mark: another number
    /// whenever something of it was changed, as the transaction that is open sees it.
    void wake(std::int64_t mark) {
        if (mark_ != mark) forget();
        mark_ = mark;
        awake_ = true;
    }
    void sleep() { awake_ = false; }
    void forget() { ++generation_; }

    bool is_awake() const { return awake_; }
    /// Another number: what was remembered is forgotten.
    std::uint64_t generation() const { return generation_; }

  private:
    std::optional<std::int64_t> mark_;
    std::uint64_t generation_ = 0;
    bool awake_ = false;
};

/// Rows by their key, read one at a time when they are asked for and then remembered, as long as the Memory says so.
/// Without a Memory, or while it sleeps, every row is read anew. Begins anew when it is full.
template <typename Key, typename Value, typename Hash = std::hash<Key>, typename Same = std::equal_to<>>
class Remembered {
  public:
    /// A firm has some thousand projects at most.
    static constexpr std::size_t most_rows = 5000;

    explicit Remembered(const Memory* memory) : memory_(memory) {}

    /// The row; `read()` gives it if it is not known. Lives until the next call. Throws what `read` throws. The
    /// key may be of any type that Hash and Same take and that a Key can be made of.
    template <typename AnyKey, typename Read>
    const Value& get(const AnyKey& key, const Read& read) {
        if (const Value* known = find(key)) return *known;
        return keep(key, read());
    }

    /// nullptr: not remembered.
    template <typename AnyKey>
    const Value* find(const AnyKey& key) {
        if (memory_ == nullptr || !memory_->is_awake()) return nullptr;
        if (std::exchange(generation_, memory_->generation()) != memory_->generation()) rows_.clear();
        const auto found = rows_.find(key);
        return found == rows_.end() ? nullptr : &found->second;
    }

    /// Of a key that find() does not know.
    template <typename AnyKey>
    const Value& keep(const AnyKey& key, Value value) {
        if (memory_ == nullptr || !memory_->is_awake()) return fresh_.emplace(std::move(value));
        if (rows_.size() >= most_rows) rows_.clear();
        return rows_.emplace(Key(key), std::move(value)).first->second;
    }

  private:
    const Memory* memory_;
    std::uint64_t generation_ = 0;
    std::unordered_map<Key, Value, Hash, Same> rows_;
    /// What was read last while nothing is remembered.
    std::optional<Value> fresh_;
};

}  // namespace kimai::storage
