#include "sandbox/covers.hpp"
namespace mtm::sandbox {
std::string draw_cover(const Catalogue&, const Album&) { return "<svg xmlns='http://www.w3.org/2000/svg'/>"; }
}
