// A function in C++: extern "C" gives it the name that rfaas invoke --function asks for, noexcept keeps exceptions in.
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <map>
#include <string>

// How often each letter occurs: lines "e 12", the most frequent letter first.
extern "C" uint32_t letters(void *input, uint32_t bytes, void *output) noexcept
{
    const auto *text = static_cast<const unsigned char *>(input);
    std::map<char, uint32_t> counts;
    for (uint32_t i = 0; i < bytes; i++) {
        if (std::isalpha(text[i])) {
            counts[static_cast<char>(std::tolower(text[i]))]++;
        }
    }
    std::string lines;
    while (!counts.empty()) {
        auto most = std::max_element(counts.begin(), counts.end(), [](const auto &left, const auto &right) {
            return left.second < right.second;
        });
        lines += std::string(1, most->first) + ' ' + std::to_string(most->second) + '\n';
        counts.erase(most);
    }
    lines.copy(static_cast<char *>(output), lines.size());
    return static_cast<uint32_t>(lines.size());
}
