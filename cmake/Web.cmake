# web_parts(VARIABLE) makes what browsers get that does not stand in web/ as it is, and sets VARIABLE to its entries for
# embed(), /address=file: a script and a style sheet for each page, each in one file, so that no page waits for one file
# to hear of the next; and the lettering, cut down to the letters that are used.
function(web_parts variable)
  find_program(ESBUILD esbuild REQUIRED)
  find_program(PYFTSUBSET pyftsubset REQUIRED)
  set(folder ${CMAKE_BINARY_DIR}/web)
  set(entries /scripts/chart.js=/usr/share/javascript/chart.js/chart.min.js)

  file(GLOB pages CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/web web/scripts/pages/*.js web/styles/pages/*.css)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS web/scripts/*.js web/styles/*.css)
  list(TRANSFORM pages PREPEND ${folder}/ OUTPUT_VARIABLE bundles)
  list(TRANSFORM pages PREPEND ${CMAKE_SOURCE_DIR}/web/ OUTPUT_VARIABLE inputs)
  add_custom_command(
    OUTPUT ${bundles} DEPENDS ${sources} VERBATIM
    COMMAND ${ESBUILD} ${inputs} --bundle --minify --format=esm --external:/fonts/* --external:/images/* --outbase=${CMAKE_SOURCE_DIR}/web --outdir=${folder} --log-level=warning)
  foreach(page IN LISTS pages)
    list(APPEND entries /${page}=${folder}/${page})
  endforeach()

  # Most pages need Latin letters only; the browser asks for the others when there is a name that has them (styles/tokens.css).
  set(latin U+0020-007E,U+00A0-017F,U+0218-021B,U+1E9E,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032,U+2033,U+2039,U+203A,U+20AC,U+2122,U+2190-2193,U+2212,U+25B2,U+25BC)
  set(other U+0180-0217,U+021C-024F,U+0370-03FF,U+0400-052F,U+1E00-1E9D,U+1E9F-1EFF)
  foreach(weight Regular Bold)
    set(font /usr/share/fonts/truetype/roboto/unhinted/RobotoCondensed-${weight}.ttf)
    foreach(letters latin other)
      string(TOLOWER condensed-${weight}-${letters}.woff2 name)
      add_custom_command(
        OUTPUT ${folder}/fonts/${name} DEPENDS ${font} VERBATIM
        COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}/fonts
        COMMAND ${PYFTSUBSET} ${font} --flavor=woff2 --layout-features=kern,liga,tnum,lnum,mark,mkmk,ccmp,locl --unicodes=${${letters}} --output-file=${folder}/fonts/${name})
      list(APPEND entries /fonts/${name}=${folder}/fonts/${name})
    endforeach()
  endforeach()
  set(${variable} ${entries} PARENT_SCOPE)
endfunction()
