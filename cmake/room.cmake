# SPDX-License-Identifier: GPL-3.0-or-later
# room(FOLDER [ONLY NAMES...] USES LIBRARIES...): the C files of a folder (without those of folders
# in it; ONLY: these alone) as a static library: src/base is "base", ui/draw is "ui_draw". It finds
# its own headers and those of what it uses, under their paths in the tree, and no others: its
# headers stand as links in a folder of their own, which is all that it adds to the search path.
# rooms.txt lists all rooms for tests/layers: name, folder, what it uses.
file(WRITE ${CMAKE_BINARY_DIR}/rooms.txt "")
function(room folder)
  cmake_parse_arguments(PARSE_ARGV 1 ROOM "" "" "ONLY;USES")
  string(REGEX REPLACE "^src/" "" name ${folder})
  string(REPLACE "/" "_" name ${name})
  if(ROOM_ONLY)
    list(TRANSFORM ROOM_ONLY PREPEND ${CMAKE_SOURCE_DIR}/${folder}/)
    set(sources ${ROOM_ONLY})
    list(TRANSFORM sources APPEND .c)
    set(headers ${ROOM_ONLY})
    list(TRANSFORM headers APPEND .h)
  else()
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.c)
    file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.h)
  endif()
  set(place ${CMAKE_BINARY_DIR}/rooms/${name})
  file(REMOVE_RECURSE ${place})
  file(MAKE_DIRECTORY ${place}/${folder})
  foreach(header IN LISTS headers)
    get_filename_component(file ${header} NAME)
    file(CREATE_LINK ${header} ${place}/${folder}/${file} SYMBOLIC)
  endforeach()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${place})
  target_link_libraries(${name} PUBLIC ${ROOM_USES})
  string(REPLACE ";" " " uses "${ROOM_USES}")
  file(APPEND ${CMAKE_BINARY_DIR}/rooms.txt "${name} ${folder} ${uses}\n")
endfunction()
