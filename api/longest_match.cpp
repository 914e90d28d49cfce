// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/longest_match.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <stdexcept>
#include <unordered_map>

#include "api/pattern_compiler.hpp"

namespace kimai::api {

namespace {

using Nodes = std::vector<std::size_t>;

/// Bytes that no pattern tells apart share a class: this makes the rows of the automaton short.
std::array<std::uint8_t, 256> classify(const PatternGraph& graph) {
    std::array<std::uint8_t, 256> classes{};
    std::size_t count = 1;
    for (const PatternGraph::Node& node : graph.nodes) {
        if (node.bytes.none()) continue;
        // Each set cuts every class in two: its members, and the others.
        std::map<std::pair<std::uint8_t, bool>, std::uint8_t> cut;
        for (std::size_t c = 0; c < classes.size(); ++c) {
            const auto key = std::pair(classes[c], node.bytes.test(c));
            classes[c] = cut.try_emplace(key, static_cast<std::uint8_t>(cut.size())).first->second;
        }
        count = cut.size();
    }
    if (count > std::numeric_limits<std::uint8_t>::max()) throw std::logic_error("patterns with too many sets");
    return classes;
}

/// The nodes that are reached from some others by free steps, as far as they matter: those that consume or complete.
class FreeSteps {
  public:
    explicit FreeSteps(const PatternGraph& graph) : graph_(graph), seen_(graph.nodes.size(), 0) {}

    Nodes from(const Nodes& begin) {
        ++round_;
        Nodes result;
        Nodes open = begin;
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            if (seen_[at] == round_) continue;
            seen_[at] = round_;
            const PatternGraph::Node& node = graph_.nodes[at];
            if (node.bytes.any() || node.complete >= 0) result.push_back(at);
            if (node.bytes.none()) open.insert(open.end(), node.next.begin(), node.next.end());
        }
        std::sort(result.begin(), result.end());
        return result;
    }

  private:
    const PatternGraph& graph_;
    /// The round in which a node was last seen.
    std::vector<std::size_t> seen_;
    std::size_t round_ = 0;
};

struct NodesHash {
    std::size_t operator()(const Nodes& nodes) const {
        std::size_t hash = nodes.size();
        for (const std::size_t node : nodes) hash = hash * 1'000'003 + node;
        return hash;
    }
};

/// The first of the patterns that are complete in these nodes, or -1.
std::int16_t first_complete(const PatternGraph& graph, const Nodes& nodes) {
    int first = -1;
    for (const std::size_t node : nodes) {
        const int complete = graph.nodes[node].complete;
        if (complete >= 0 && (first < 0 || complete < first)) first = complete;
    }
    return static_cast<std::int16_t>(first);
}

}  // namespace

LongestMatch::LongestMatch(std::span<const Definition> definitions, std::span<const std::string_view> patterns) {
    const PatternGraph graph = compile_patterns(definitions, patterns);
    class_of_ = classify(graph);
    classes_ = std::size_t{1} + *std::max_element(class_of_.begin(), class_of_.end());
    std::vector<std::size_t> sample(classes_);
    for (std::size_t c = 0; c < class_of_.size(); ++c) sample[class_of_[c]] = c;

    // A state of the automaton is the set of nodes that the bytes so far may have led to.
    FreeSteps free_steps(graph);
    std::vector<Nodes> states{{}, free_steps.from({graph.start})};
    std::unordered_map<Nodes, State, NodesHash> known{{states[0], State{0}}, {states[1], State{1}}};
    // The same few nodes are reached from many states: the state they make is looked up before it is worked out.
    std::unordered_map<Nodes, State, NodesHash> made_by{{{}, State{0}}};
    Nodes reached;
    for (std::size_t state = 0; state < states.size(); ++state) {
        complete_.push_back(first_complete(graph, states[state]));
        for (const std::size_t c : sample) {
            reached.clear();
            for (const std::size_t node : states[state]) {
                if (graph.nodes[node].bytes.test(c)) reached.push_back(graph.nodes[node].next.front());
            }
            const auto [made, is_unmade] = made_by.try_emplace(reached, State{0});
            if (is_unmade) {
                Nodes nodes = free_steps.from(reached);
                const auto [found, is_new] = known.try_emplace(nodes, static_cast<State>(states.size()));
                made->second = found->second;
                if (is_new) states.push_back(std::move(nodes));
            }
            next_.push_back(made->second);
        }
        if (states.size() > std::numeric_limits<State>::max()) throw std::logic_error("patterns with too many states");
    }
}

std::optional<LongestMatch::Match> LongestMatch::at(std::string_view text, std::size_t from) const {
    std::optional<Match> best;
    std::size_t state = 1;
    for (std::size_t i = from; i <= text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(i < text.size() ? text[i] : '\0');
        state = next_[state * classes_ + class_of_[byte]];
        if (state == 0) break;
        if (complete_[state] >= 0) best = Match{static_cast<std::size_t>(complete_[state]), i + 1 - from};
    }
    return best;
}

}  // namespace kimai::api
