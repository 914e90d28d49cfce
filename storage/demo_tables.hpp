// SPDX-FileCopyrightText: Kimai Gateway authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <span>
#include <string_view>

#include "storage/demo_firm.hpp"

/// What the demo firm does and for whom, as tables. Included by demo_catalog.cpp only.
namespace kimai::storage::demo {

/// Kinds of projects, as bits: which activities belong to them.
enum Kind : unsigned { website = 1, software = 2, print = 4, advice = 8, care = 16, in_house = 32 };

constexpr unsigned any_kind = 0;

enum class State { current, hidden, trashed };

using Phrases = std::span<const std::string_view>;

inline constexpr std::array<std::string_view, 5> meeting_phrases{
    "Weekly meeting", "Planning the next weeks", "Meeting at the customer's", "Retrospective", "Kick-off"};
inline constexpr std::array<std::string_view, 4> phone_phrases{"Questions about the offer", "Call about the schedule",
                                                               "Rückfrage zur Rechnung", "Call about open points"};
inline constexpr std::array<std::string_view, 3> travel_phrases{"Train to the customer", "Way back",
                                                                "Drive to the trade fair"};
inline constexpr std::array<std::string_view, 4> writing_phrases{"User guide", "Minutes", "Offer, second version",
                                                                 "Notes for the hand-over"};
inline constexpr std::array<std::string_view, 7> programming_phrases{"Form for orders",
                                                                     "Search",
                                                                     "Import of the old data",
                                                                     "Log-in and passwords",
                                                                     "Fix: total is wrong by a cent",
                                                                     "Review of changes",
                                                                     "Zahlungsart \"Rechnung\""};
inline constexpr std::array<std::string_view, 4> testing_phrases{"Test plan", "Tried on telephones", "Load test",
                                                                 "Checked the fixes"};
inline constexpr std::array<std::string_view, 5> layout_phrases{
    "First sketches", "Colours & type", "Front page, third version", "Icons", "Pages for telephones"};
inline constexpr std::array<std::string_view, 3> photography_phrases{"Pictures of the shop", "Picture editing",
                                                                     "Bildauswahl"};
inline constexpr std::array<std::string_view, 4> hosting_phrases{"Updates", "New certificate", "Restore from a backup",
                                                                 "Moved to the new server"};
inline constexpr std::array<std::string_view, 3> support_phrases{"Help with the printer", "Password forgotten",
                                                                 "Mailbox is full"};
inline constexpr std::array<std::string_view, 3> workshop_phrases{"Workshop, first day", "Workshop, second day",
                                                                  "Material for the workshop"};
inline constexpr std::array<std::string_view, 3> research_phrases{"Talks with the staff", "Comparison of products",
                                                                  "Report"};
inline constexpr std::array<std::string_view, 4> bookkeeping_phrases{"Invoices of the month", "Reminders",
                                                                     "Travel expenses", "Umsatzsteuer"};
inline constexpr std::array<std::string_view, 3> learning_phrases{"Course: accessibility", "Reading",
                                                                  "Course: databases"};
inline constexpr std::array<std::string_view, 2> typesetting_phrases{"Price list", "Corrections"};

struct ActivityPlan {
    std::string_view name;
    /// Kinds of projects it is assigned to; any_kind: it is assigned to none.
    unsigned kinds;
    /// Who does it; administrators see it in any case.
    unsigned teams;
    State state;
    bool is_tracked;
    Phrases phrases;
};

inline constexpr std::array planned_activities{
    ActivityPlan{"Meeting", any_kind, everybody, State::current, false, meeting_phrases},
    ActivityPlan{"Phone call", any_kind, everybody, State::current, false, phone_phrases},
    ActivityPlan{"Travel", any_kind, development | design | office, State::current, false, travel_phrases},
    ActivityPlan{"Writing", any_kind, everybody, State::current, false, writing_phrases},
    ActivityPlan{"Stocktaking", any_kind, office, State::hidden, false, {}},
    ActivityPlan{"Programming", website | software, development, State::current, true, programming_phrases},
    ActivityPlan{"Testing", website | software, development, State::current, true, testing_phrases},
    ActivityPlan{"Layout", website | print, design, State::current, false, layout_phrases},
    ActivityPlan{"Photography", print, design, State::current, false, photography_phrases},
    ActivityPlan{"Typesetting", print, design, State::trashed, false, typesetting_phrases},
    ActivityPlan{"Hosting", software | care, administration | development, State::current, true, hosting_phrases},
    ActivityPlan{"Support", care, administration | development | office, State::current, true, support_phrases},
    ActivityPlan{"Workshop", advice, development | office, State::current, false, workshop_phrases},
    ActivityPlan{"Research", advice, development | office, State::current, false, research_phrases},
    ActivityPlan{"Bookkeeping", in_house, administration | office, State::current, false, bookkeeping_phrases},
    ActivityPlan{"Learning", in_house, everybody, State::current, false, learning_phrases},
};

/// Who works on projects of a kind.
constexpr unsigned teams_of(unsigned kind) {
    switch (static_cast<Kind>(kind)) {
        case website:
            return development | design;
        case software:
            return development;
        case print:
            return design;
        case advice:
            return development | office;
        case care:
            return administration | development | office;
        case in_house:
            return everybody;
    }
    return 0;
}

struct CustomerPlan {
    std::string_view name;
    /// For its addresses in the network, below .example (RFC 2606).
    std::string_view slug;
    std::string_view contact;
    std::string_view city;
    std::string_view country;
    std::string_view zone;
    bool is_visible = true;
};

/// Names by trade and place, with accents and in several scripts, so that sorting shows.
inline constexpr std::array planned_customers{
    CustomerPlan{"Printworks East", "printworks-east", "Prepress", "Eastville", "US", "America/New_York"},
    CustomerPlan{"Übersetzungsbüro Hafen", "uebersetzungen-hafen", "Sekretariat", "Hafenstadt", "DE", "Europe/Berlin"},
    CustomerPlan{"Bakery North", "bakery-north", "Shop", "Northtown", "GB", "Europe/London"},
    CustomerPlan{"東町印刷", "higashimachi-print", "総務部", "東町", "JP", "Asia/Tokyo"},
    CustomerPlan{"Électricité du Centre", "electricite-centre", "Accueil", "Centre-Ville", "FR", "Europe/Paris"},
    CustomerPlan{"bicycle shop west", "bicycles-west", "Workshop", "Westbridge", "GB", "Europe/London"},
    CustomerPlan{"Bäckerei am Markt", "baeckerei-markt", "Backstube", "Marktstadt", "DE", "Europe/Berlin"},
    CustomerPlan{"Пекарня на углу", "pekarnya-ugol", "Магазин", "Заречье", "BG", "Europe/Sofia"},
    CustomerPlan{"Café du Pont", "cafe-pont", "Comptoir", "Pont-Neuf", "FR", "Europe/Paris"},
    CustomerPlan{"Harbour Logistics", "harbour-logistics", "Dispatch", "Port Harbour", "US", "America/New_York"},
    CustomerPlan{"Kiosk at the Station", "kiosk-station", "Counter", "Southtown", "DE", "Europe/Berlin", false},
    CustomerPlan{"In-house", "firm", "Office", "Marktstadt", "DE", "Europe/Berlin"},
};

struct ProjectPlan {
    /// The customer's.
    std::string_view slug;
    std::string_view name;
    Kind kind;
    State state;
    int budget;
};

inline constexpr std::array planned_projects{
    ProjectPlan{"bakery-north", "Website", website, State::current, 12000},
    ProjectPlan{"bakery-north", "Hosting", care, State::current, 1800},
    ProjectPlan{"bakery-north", "Christmas leaflet", print, State::hidden, 900},
    ProjectPlan{"baeckerei-markt", "Website", website, State::current, 9500},
    ProjectPlan{"baeckerei-markt", "Bestellsystem", software, State::current, 24000},
    ProjectPlan{"baeckerei-markt", "Tüten und Etiketten", print, State::current, 1500},
    ProjectPlan{"bicycles-west", "Web shop", software, State::current, 31000},
    ProjectPlan{"bicycles-west", "Spring catalogue", print, State::current, 4200},
    ProjectPlan{"bicycles-west", "Hosting", care, State::current, 1800},
    ProjectPlan{"bicycles-west", "Web shop, first attempt", software, State::trashed, 15000},
    ProjectPlan{"cafe-pont", "Site web", website, State::current, 8000},
    ProjectPlan{"cafe-pont", "Carte d'été", print, State::current, 1200},
    ProjectPlan{"electricite-centre", "Planning tool", software, State::current, 45000},
    ProjectPlan{"electricite-centre", "Formation", advice, State::current, 3000},
    ProjectPlan{"electricite-centre", "Étude", advice, State::hidden, 2500},
    ProjectPlan{"harbour-logistics", "Container tracking", software, State::current, 88000},
    ProjectPlan{"harbour-logistics", "Process review", advice, State::current, 12000},
    ProjectPlan{"harbour-logistics", "Hosting", care, State::current, 3600},
    ProjectPlan{"harbour-logistics", "Pilot", software, State::trashed, 5000},
    ProjectPlan{"printworks-east", "Print portal", software, State::current, 27000},
    ProjectPlan{"printworks-east", "Colour workshop", advice, State::current, 2400},
    ProjectPlan{"uebersetzungen-hafen", "Kundenportal", software, State::current, 19000},
    ProjectPlan{"uebersetzungen-hafen", "Website", website, State::current, 7000},
    ProjectPlan{"uebersetzungen-hafen", "Alte Website", website, State::trashed, 0},
    ProjectPlan{"higashimachi-print", "新しいウェブサイト", website, State::current, 16000},
    ProjectPlan{"higashimachi-print", "カタログ", print, State::current, 5200},
    ProjectPlan{"pekarnya-ugol", "Сайт", website, State::current, 6000},
    ProjectPlan{"pekarnya-ugol", "Меню", print, State::current, 800},
    ProjectPlan{"kiosk-station", "Website", website, State::current, 2000},
    ProjectPlan{"kiosk-station", "Price list", print, State::current, 300},
    ProjectPlan{"firm", "Administration", in_house, State::current, 0},
    ProjectPlan{"firm", "Own website", website, State::current, 0},
    ProjectPlan{"firm", "Trade fair", in_house, State::hidden, 2000},
};

}  // namespace kimai::storage::demo
