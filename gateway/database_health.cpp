// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gateway/database_health.hpp"

#include <utility>

#include "gateway/overflow_file.hpp"

namespace kimai::gateway {

namespace {

constexpr std::chrono::minutes between_lines{1};
// On a disk that is just about full, small writes succeed between large ones that do not; that is one trouble.
constexpr std::chrono::seconds until_over{10};

}  // namespace

DatabaseHealth::DatabaseHealth(Log& log, std::string file, std::function<Clock::time_point()> now)
    : log_(log), file_(std::move(file)), now_(std::move(now)) {}

void DatabaseHealth::failed(std::string_view who, const std::exception& error) {
    std::string line = std::string(who) + " failed: ";
    if (dynamic_cast<const OverflowError*>(&error) != nullptr) {
        const std::lock_guard lock(mutex_);
        return tell(told_of_long_answers_, line + error.what());
    }
    const auto* const of_database = dynamic_cast<const storage::DatabaseError*>(&error);
    const auto trouble = of_database == nullptr ? storage::Trouble::other : storage::trouble_of(*of_database);
    if (trouble == storage::Trouble::other) return log_.error(line + error.what());
    const std::lock_guard lock(mutex_);
    note(trouble);
    tell(told_.at(static_cast<std::size_t>(trouble)),
         line + storage::advice_on(trouble, file_) + " (" + error.what() + ")");
}

void DatabaseHealth::note(storage::Trouble trouble) {
    all_failures_.add();
    if (trouble == storage::Trouble::damaged) {
        damaged_ = true;
    } else {
        in_trouble_ = true;
        last_failure_ = now_();
        ++failures_;
    }
}

void DatabaseHealth::tell(Told& told, const std::string& line) {
    const Clock::time_point now = now_();
    if (told.when && now - *told.when < between_lines) {
        ++told.unsaid;
        return;
    }
    const std::string before =
        told.unsaid == 0 ? "" : " (" + std::to_string(told.unsaid) + " more failed since the last such line)";
    told = {.when = now};
    log_.error(line + before);
}

void DatabaseHealth::wrote() {
    if (!in_trouble_) return;
    const std::lock_guard lock(mutex_);
    if (!in_trouble_ || now_() - last_failure_ < until_over) return;
    in_trouble_ = false;
    const Told of_damage = told_.at(static_cast<std::size_t>(storage::Trouble::damaged));
    told_ = {};
    told_.at(static_cast<std::size_t>(storage::Trouble::damaged)) = of_damage;
    log_.info("the database can be written again; " + std::to_string(std::exchange(failures_, 0)) +
              " pieces of work failed meanwhile");
}

}  // namespace kimai::gateway
