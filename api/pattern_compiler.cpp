// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/pattern_compiler.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "storage/ascii.hpp"

namespace kimai::api {

namespace {

using Definitions = std::span<const LongestMatch::Definition>;
using Bytes = PatternGraph::Bytes;

/// A part of the graph: entered at `first`, left at `last`, which has no steps yet.
struct Part {
    std::size_t first;
    std::size_t last;
};

/// How often an item may follow itself; `most` 0 means without limit.
struct Count {
    int least = 1;
    int most = 1;
};

unsigned char byte(char c) { return static_cast<unsigned char>(c); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads one pattern by recursive descent and draws it into a graph.
class PatternReader {
  public:
    PatternReader(PatternGraph& graph, Definitions definitions, std::string_view pattern)
        : graph_(graph), definitions_(definitions), pattern_(pattern) {}

    Part whole() {
        const Part part = alternatives();
        if (peek() != end) fail("does not end");
        return part;
    }

  private:
    static constexpr char end = '\0';

    [[noreturn]] void fail(const char* what) const {
        throw std::logic_error("pattern " + std::string(pattern_) + " " + what);
    }

    /// The next character that is not a blank, which stays unread.
    char peek() {
        while (at_ < pattern_.size() && (pattern_[at_] == ' ' || pattern_[at_] == '\n')) ++at_;
        return at_ < pattern_.size() ? pattern_[at_] : end;
    }

    bool take(char wanted) {
        if (peek() != wanted) return false;
        ++at_;
        return true;
    }

    /// The text up to `close`, which is read too.
    std::string_view up_to(char close) {
        const std::size_t from = at_;
        while (at_ < pattern_.size() && pattern_[at_] != close) ++at_;
        if (at_ == pattern_.size()) fail("has something unclosed");
        return pattern_.substr(from, at_++ - from);
    }

    std::size_t node() {
        graph_.nodes.emplace_back();
        return graph_.nodes.size() - 1;
    }

    void step(std::size_t from, std::size_t to) { graph_.nodes[from].next.push_back(to); }

    Part one_of(const Bytes& bytes) {
        // Steps over and back begin and end at free nodes, so the consuming one stands between two of them.
        const Part part{node(), node()};
        const std::size_t consuming = node();
        graph_.nodes[consuming].bytes = bytes;
        step(part.first, consuming);
        step(consuming, part.last);
        return part;
    }

    Part alternatives() {
        Part part = sequence();
        while (take('|')) {
            const Part other = sequence();
            const Part both{node(), node()};
            step(both.first, part.first);
            step(both.first, other.first);
            step(part.last, both.last);
            step(other.last, both.last);
            part = both;
        }
        return part;
    }

    Part sequence() {
        const std::size_t first = node();
        Part part{first, first};
        for (char next = peek(); next != end && next != '|' && next != ')'; next = peek()) append(part, repeated());
        return part;
    }

    void append(Part& part, const Part& more) {
        step(part.last, more.first);
        part.last = more.last;
    }

    Part repeated() {
        const std::size_t from = at_;
        const Part once = item();
        const Count count = repetition();
        const std::size_t behind = at_;
        Part part = apart(once, count.least == 0, count.most == 0);
        for (int copy = 2; copy <= count.most; ++copy) {
            // Each copy is drawn anew from the same text.
            at_ = from;
            append(part, apart(item(), copy > count.least, false));
        }
        at_ = behind;
        return part;
    }

    /// The part between ends of its own: a step over it must not end where a step back begins.
    Part apart(const Part& part, bool may_skip, bool may_repeat) {
        const Part outer{node(), node()};
        step(outer.first, part.first);
        step(part.last, outer.last);
        if (may_skip) step(outer.first, outer.last);
        if (may_repeat) step(part.last, part.first);
        return outer;
    }

    Count repetition() {
        if (take('?')) return {0, 1};
        if (take('*')) return {0, 0};
        if (take('+')) return {1, 0};
        if (!take('{')) return {1, 1};
        Count count;
        count.least = number();
        count.most = take(',') ? number() : count.least;
        if (!take('}') || count.least < 1 || count.most < count.least) fail("counts badly");
        return count;
    }

    int number() {
        int value = 0;
        while (is_digit(peek())) value = value * 10 + (pattern_[at_++] - '0');
        return value;
    }

    Part item() {
        if (take('\'')) return word(up_to('\''), true);
        if (take('"')) return word(up_to('"'), false);
        if (take('[')) return one_of(set(up_to(']')));
        if (take('<')) return named(up_to('>'));
        if (!take('(')) fail("has something unknown");
        const Part part = alternatives();
        if (!take(')')) fail("has an open group");
        return part;
    }

    Part word(std::string_view letters, bool either_case) {
        const std::size_t first = node();
        Part part{first, first};
        for (const char letter : letters) {
            Bytes bytes;
            bytes.set(byte(letter));
            // The two cases of a letter differ in this bit.
            if (either_case && is_ascii_letter(letter)) bytes.set(byte(letter) ^ 0x20U);
            append(part, one_of(bytes));
        }
        return part;
    }

    static char escape(char letter) { return letter == 't' ? '\t' : letter == 'n' ? '\n' : '\0'; }

    Bytes set(std::string_view members) const {
        std::string plain;
        for (std::size_t i = 0; i < members.size(); ++i) {
            const bool escaped = members[i] == '\\' && i + 1 < members.size();
            plain += escaped ? escape(members[++i]) : members[i];
        }
        Bytes bytes;
        for (std::size_t i = 0; i < plain.size(); ++i) {
            // A hyphen at either end means itself.
            const bool range = i + 2 < plain.size() && plain[i + 1] == '-';
            const unsigned last = byte(plain[range ? i + 2 : i]);
            for (unsigned c = byte(plain[i]); c <= last; ++c) bytes.set(c);
            if (range) i += 2;
        }
        return bytes;
    }

    Part named(std::string_view name) {
        const auto found = std::find_if(definitions_.begin(), definitions_.end(),
                                        [&](const LongestMatch::Definition& each) { return each.name == name; });
        if (found == definitions_.end()) fail("names what is not defined");
        // A definition sees only those before it, so that none can contain itself.
        const auto before = static_cast<std::size_t>(found - definitions_.begin());
        return PatternReader(graph_, definitions_.first(before), found->pattern).whole();
    }

    PatternGraph& graph_;
    Definitions definitions_;
    std::string_view pattern_;
    std::size_t at_ = 0;
};

}  // namespace

PatternGraph compile_patterns(Definitions definitions, std::span<const std::string_view> patterns) {
    PatternGraph graph;
    graph.nodes.emplace_back();
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        const Part part = PatternReader(graph, definitions, patterns[i]).whole();
        graph.nodes[part.last].complete = static_cast<int>(i);
        graph.nodes[graph.start].next.push_back(part.first);
    }
    return graph;
}

}  // namespace kimai::api
