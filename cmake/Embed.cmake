# embed(TARGET NAMESPACE name ROOT folder [EXCEPT expression] [EXTRA /address=file …]) makes a library that holds every file
# below `folder`, but for those whose path matches `expression`, in the program itself: `extern const std::span<const mtm::Embedded> mtm::<name>::files` (src/core/embedded.hpp).
function(embed target)
  cmake_parse_arguments(EMBED "" "NAMESPACE;ROOT;EXCEPT" "EXTRA" ${ARGN})
  set(root ${CMAKE_SOURCE_DIR}/${EMBED_ROOT})
  file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE ${root} ${root}/*)
  list(SORT found)
  if(EMBED_EXCEPT)
    list(FILTER found EXCLUDE REGEX ${EMBED_EXCEPT})
  endif()
  set(assembly "    .section .rodata\n")
  set(declarations "")
  set(table "")
  set(inputs "")
  set(number 0)
  foreach(entry IN LISTS found EMBED_EXTRA)
    if(entry MATCHES "^(/.+)=(.+)$")
      set(address ${CMAKE_MATCH_1})
      set(file ${CMAKE_MATCH_2})
    else()
      set(address /${entry})
      set(file ${root}/${entry})
    endif()
    set(symbol mtm_${EMBED_NAMESPACE}_${number})
    string(APPEND assembly "    .global ${symbol}\n    .global ${symbol}_end\n${symbol}:\n    .incbin \"${file}\"\n${symbol}_end:\n    .byte 0\n")
    string(APPEND declarations "extern \"C\" const char ${symbol}[], ${symbol}_end[];\n")
    string(APPEND table "    {\"${address}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
    list(APPEND inputs ${file})
    math(EXPR number "${number} + 1")
  endforeach()
  string(APPEND assembly "    .section .note.GNU-stack,\"\",@progbits\n")
  set(folder ${CMAKE_BINARY_DIR}/embedded)
  file(CONFIGURE OUTPUT ${folder}/${target}.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${folder}/${target}.cpp CONTENT "// Made by cmake/Embed.cmake.
#include \"core/embedded.hpp\"
${declarations}
namespace mtm::${EMBED_NAMESPACE} {
namespace {
const Embedded kFiles[] = {
${table}};
}
const std::span<const Embedded> files{kFiles, ${number}};
}  // namespace mtm::${EMBED_NAMESPACE}
" @ONLY)
  set_source_files_properties(${folder}/${target}.S PROPERTIES OBJECT_DEPENDS "${inputs}")
  add_library(${target} STATIC ${folder}/${target}.S ${folder}/${target}.cpp)
  target_link_libraries(${target} PUBLIC options)
endfunction()
