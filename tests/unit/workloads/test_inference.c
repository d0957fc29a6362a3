/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of what all inference programs share: model manifest, graph, inputs, classes. */
#include "src/base/file.h"
#include "src/base/util.h"
#include "workloads/inference/classify.h"
#include "workloads/inference/graph.h"
#include "workloads/inference/inputs.h"
#include "workloads/inference/manifest.h"
#include "workloads/inference/picture_input.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const default_labels[] = {"none", "green", "red"};
static const struct manifest_defaults defaults = {
    .width = 299,
    .height = 299,
    .format = {.mean = {128, 128, 128}, .scale = {64, 64, 64}},
    .labels = default_labels,
    .label_count = 3};
static char folder[] = "/tmp/edgetop-test-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

/* Writes a file of the folder; its path lives until the next call. */
static const char *write_file(const char *name, const char *text)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    UTIL_CLOSE int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(file_write_all(fd, text, strlen(text)), 0);
    return path;
}

static int load_text(struct manifest *manifest, const char *text, struct error *error)
{
    const char *path = write_file("model.json", text);
    int result = manifest_load(manifest, path, &defaults, error);
    unlink(path);
    return result;
}

static void manifest_names_everything(void **state)
{
    (void)state;
    struct manifest manifest;
    const char *text =
        "{\"file\":\"a.onnx\",\"input\":{\"size\":[32,24],\"mean\":[1,2,3],\"scale\":2,"
        "\"layout\":\"nhwc\",\"order\":\"bgr\"},\"labels\":[\"x\",\"y\"],\"iou\":0.5}";
    assert_int_equal(load_text(&manifest, text, NULL), 0);
    assert_int_equal(strncmp(manifest.graph_path, folder, strlen(folder)), 0);
    assert_string_equal(manifest.graph_path + strlen(folder), "/a.onnx");
    assert_int_equal(manifest.width, 32);
    assert_int_equal(manifest.height, 24);
    assert_float_equal(manifest.format.mean[2], 3, 0);
    assert_float_equal(manifest.format.scale[2], 2, 0);
    assert_true(manifest.format.nhwc && manifest.format.bgr);
    assert_int_equal(manifest.label_count, 2);
    assert_string_equal(manifest.labels[1], "y");
    assert_true(manifest_number(&manifest, "iou", 0.45) == 0.5);
    assert_true(manifest_number(&manifest, "confidence", 0.25) == 0.25);
    manifest_free(&manifest);
}

static void graph_alone_takes_the_defaults(void **state)
{
    (void)state;
    struct manifest manifest;
    assert_int_equal(manifest_load(&manifest, "dir/b.onnx", &defaults, NULL), 0);
    assert_string_equal(manifest.graph_path, "dir/b.onnx");
    assert_int_equal(manifest.width, 0);
    assert_int_equal(manifest.label_count, 3);
    assert_string_equal(manifest.labels[2], "red");
    assert_float_equal(manifest.format.mean[0], 128, 0);
    assert_float_equal(manifest.format.scale[1], 64, 0);
    assert_false(manifest.format.nhwc || manifest.format.bgr);
    assert_true(manifest_number(&manifest, "iou", 0.45) == 0.45);
    manifest_free(&manifest);
}

static void wrong_manifest_says_what_is_wrong(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"{\"file\":", "is not a JSON object"},
        {"[]", "is not a JSON object"},
        {"{}", "\"file\" must be"},
        {"{\"file\":\"../a.onnx\"}", "\"file\" must be"},
        {"{\"file\":\"a\",\"input\":{\"size\":[0,5]}}", "\"input.size\" must be"},
        {"{\"file\":\"a\",\"input\":{\"size\":[5]}}", "\"input.size\" must be"},
        {"{\"file\":\"a\",\"input\":{\"size\":[5,5000000]}}", "\"input.size\" must be"},
        {"{\"file\":\"a\",\"input\":{\"mean\":[1,2]}}", "\"mean\" must be"},
        {"{\"file\":\"a\",\"input\":{\"mean\":\"1\"}}", "\"mean\" must be"},
        {"{\"file\":\"a\",\"input\":{\"scale\":0}}", "\"scale\" must be"},
        {"{\"file\":\"a\",\"input\":{\"layout\":\"hwc\"}}", "\"layout\" must be \"nchw\" or"},
        {"{\"file\":\"a\",\"input\":{\"order\":1}}", "\"order\" must be \"rgb\" or \"bgr\""},
        {"{\"file\":\"a\",\"labels\":[]}", "\"labels\" must be"},
        {"{\"file\":\"a\",\"labels\":{\"a\":\"b\"}}", "\"labels\" must be"},
        {"{\"file\":\"a\",\"labels\":[\"a\",1]}", "\"labels\" must be"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct manifest manifest;
        struct error error = {0};
        assert_int_equal(load_text(&manifest, cases[i][0], &error), -1);
        if (!strstr(error.text, cases[i][1]))
            fail_msg("%s: %s", cases[i][0], error.text);
        manifest_free(&manifest);
    }
}

static void labels_may_be_in_a_file_of_their_own(void **state)
{
    (void)state;
    struct manifest manifest;
    struct error error = {0};
    const char *text = "{\"file\":\"a.onnx\",\"labels\":\"labels.json\"}";
    write_file("labels.json", "[\"x\",\"y\",\"z\",\"_\"]");
    assert_int_equal(load_text(&manifest, text, NULL), 0);
    assert_int_equal(manifest.label_count, 4);
    assert_string_equal(manifest.labels[3], "_");
    manifest_free(&manifest);
    unlink(write_file("labels.json", "x, y"));
    assert_int_equal(load_text(&manifest, text, &error), -1);
    assert_non_null(strstr(error.text, "cannot read the labels"));
    manifest_free(&manifest);
    write_file("labels.json", "x, y");
    assert_int_equal(load_text(&manifest, text, &error), -1);
    assert_non_null(strstr(error.text, "are not JSON"));
    manifest_free(&manifest);
    unlink(write_file("labels.json", ""));
    assert_int_equal(load_text(&manifest, "{\"file\":\"a\",\"labels\":\"../a\"}", &error), -1);
    assert_non_null(strstr(error.text, "\"labels\" must be"));
    manifest_free(&manifest);
}

static struct graph make_graph(int64_t side)
{
    return (struct graph){
        .inputs = {{.name = "in", .type = "float", .dims = {-1, 3, side, side}, .rank = 4}},
        .outputs = {{.name = "out", .type = "float16", .dims = {1, 3}, .rank = 2}},
        .input_count = 1,
        .output_count = 1};
}

static void mismatch_tells_expected_and_found(void **state)
{
    (void)state;
    struct graph graph = make_graph(32);
    struct error error = {0};
    assert_int_equal(graph_mismatch(&graph, "a cat", &error), -1);
    assert_string_equal(error.text, "the model does not fit: expected a cat; found input in float "
                                    "[?,3,32,32], output out float16 [1,3]");
    assert_true(graph_value_is(&graph.inputs[0], 4, (int64_t[]){1, 3, -1, 32}));
    assert_false(graph_value_is(&graph.inputs[0], 4, (int64_t[]){1, 1, -1, 32}));
    assert_false(graph_value_is(&graph.inputs[0], 3, (int64_t[]){1, 3, -1}));
    assert_false(graph_value_is(&graph.outputs[0], 2, (int64_t[]){1, 3})); /* no float */
}

/* The side of the tensor for a graph and a manifest that both may leave it open; 0: refused. */
static int side_of(int64_t graph_side, int manifest_side)
{
    struct graph graph = make_graph(graph_side);
    struct manifest manifest = {.defaults = &defaults};
    struct picture_input input = {0};
    manifest.width = manifest.height = manifest_side;
    bool fits = picture_input_open(&input, &manifest, &graph);
    int side = fits ? input.width : 0;
    picture_input_close(&input);
    return side;
}

static void graph_manifest_and_default_decide_the_size(void **state)
{
    (void)state;
    assert_int_equal(side_of(64, 0), 64);
    assert_int_equal(side_of(64, 64), 64);
    assert_int_equal(side_of(64, 32), 0);
    assert_int_equal(side_of(-1, 32), 32);
    assert_int_equal(side_of(-1, 0), 299);
    assert_int_equal(side_of(0, 0), 0);
    assert_int_equal(side_of(1000000, 0), 0);
}

static void grey_and_colour_graphs_fit(void **state)
{
    (void)state;
    struct graph graph = make_graph(2);
    uint8_t rgb[12] = {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255};
    struct manifest manifest = {.defaults = &defaults};
    manifest.format = (struct pixel_format){.scale = {255, 255, 255}, .bgr = true};
    graph.inputs[0].dims[1] = 1;
    struct picture_input input = {0};
    assert_true(picture_input_open(&input, &manifest, &graph));
    assert_int_equal(tensor_size(&input.tensor), 4);
    input.picture = (struct picture){.width = 2, .height = 2, .rgb = rgb};
    const float *grey = picture_input_stretch(&input)->data;
    assert_float_equal(grey[0], 0.114F, 1e-6F); /* red last */
    assert_float_equal(grey[1], 0.587F, 1e-6F);
    assert_float_equal(grey[2], 0.2989F, 1e-6F);
    assert_float_equal(grey[3], 0.9999F, 1e-6F);
    input.picture.rgb = NULL;
    picture_input_close(&input);
    graph.inputs[0].dims[1] = 2;
    input = (struct picture_input){0};
    assert_false(picture_input_open(&input, &manifest, &graph));
    picture_input_close(&input);
}

static bool starts_with_j(const uint8_t *bytes, size_t length)
{
    return length > 0 && bytes[0] == 'J';
}

static int load_inputs(struct inputs *inputs, const char *path, size_t wanted, struct error *error)
{
    return inputs_load(inputs, path, wanted, "J file", starts_with_j, error);
}

static void folder_is_read_in_order_without_other_files(void **state)
{
    (void)state;
    static const char *const names[] = {"b", "a", "c", "B", ".hidden", "d"};
    static const char *const texts[] = {"J2", "J1", "no", "J0", "J9", ""};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        write_file(names[i], texts[i]);
    struct inputs inputs;
    assert_int_equal(load_inputs(&inputs, folder, 10, NULL), 0);
    assert_int_equal(inputs.count, 3);
    assert_int_equal(inputs.skipped[INPUT_OTHER], 1);
    assert_int_equal(inputs.skipped[INPUT_EMPTY], 1);
    assert_string_equal(inputs.files[0].name, "B");
    assert_string_equal(inputs.files[1].name, "a");
    assert_string_equal(inputs.files[2].name, "b");
    assert_memory_equal(inputs.files[2].bytes, "J2", 2);
    assert_int_equal(inputs.files[2].length, 2);
    UTIL_FREE char *text = inputs_describe(&inputs, "J file");
    assert_string_equal(text, "3 inputs of the folder in the order of their names, B to b; "
                              "skipped: 1 not a J file, 1 empty");
    inputs_free(&inputs);
    assert_int_equal(load_inputs(&inputs, folder, 2, NULL), 0);
    assert_int_equal(inputs.count, 2);
    assert_true(inputs.has_more);
    assert_null(inputs_describe(&inputs, "J file"));
    inputs_free(&inputs);
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        unlink(write_file(names[i], ""));
}

/* As CULane is packed: pictures and their lines by drive, label pictures, lists. */
static void folders_of_a_data_set_are_read_in_order(void **state)
{
    (void)state;
    static const char *const folders[] = {"driver_2", "driver_2/1.MP4", "driver_10",
                                          "laneseg_label_w16", "list"};
    static const char *const files[] = {
        "driver_10/1.jpg",      "driver_2/1.MP4/0.jpg",    "driver_2/1.MP4/0.lines.txt",
        "driver_2/1.MP4/1.jpg", "laneseg_label_w16/0.png", "list/test.txt"};
    static const char *const texts[] = {"J0", "J1", "5 6", "J2", "J9", "no"};
    for (size_t i = 0; i < ARRAY_LENGTH(folders); i++) {
        UTIL_FREE char *path = util_format("%s/%s", folder, folders[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++)
        write_file(files[i], texts[i]);
    UTIL_FREE char *loop = util_format("%s/loop", folder);
    assert_int_equal(symlink(".", loop), 0);
    struct inputs inputs;
    assert_int_equal(load_inputs(&inputs, folder, 10, NULL), 0);
    UTIL_FREE char *text = inputs_describe(&inputs, "J file");
    assert_string_equal(text,
                        "3 inputs of the folder in the order of their names, driver_10/1.jpg to "
                        "driver_2/1.MP4/1.jpg; skipped: 2 not a J file, 1 not a file, 1 with "
                        "annotations");
    assert_string_equal(inputs.files[1].name, "driver_2/1.MP4/0.jpg");
    inputs_free(&inputs);
    assert_int_equal(load_inputs(&inputs, folder, 1, NULL), 0);
    UTIL_FREE char *rest = inputs_describe(&inputs, "J file");
    assert_string_equal(rest, "1 input of the folder in the order of their names, driver_10/1.jpg "
                              "to driver_10/1.jpg (the rest is not needed)");
    inputs_free(&inputs);
    unlink(loop);
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++)
        unlink(write_file(files[i], ""));
    for (size_t i = ARRAY_LENGTH(folders); i-- > 0;) {
        UTIL_FREE char *path = util_format("%s/%s", folder, folders[i]);
        rmdir(path);
    }
}

static void unusable_input_is_named(void **state)
{
    (void)state;
    struct inputs inputs;
    struct error error = {0};
    assert_int_equal(load_inputs(&inputs, "/nonexistent", 1, &error), -1);
    assert_non_null(strstr(error.text, "cannot read the input /nonexistent"));
    assert_int_equal(load_inputs(&inputs, folder, 1, &error), -1);
    assert_non_null(strstr(error.text, "there is no J file in the folder"));
    const char *path = write_file("other.txt", "hello");
    assert_int_equal(load_inputs(&inputs, path, 1, &error), -1);
    assert_non_null(strstr(error.text, "not a J file: "));
    assert_int_equal(load_inputs(&inputs, folder, 1, &error), -1);
    assert_non_null(strstr(error.text, ": skipped: 1 not a J file"));
    unlink(path);
    assert_int_equal(load_inputs(&inputs, "/dev/null", 1, &error), -1);
    assert_non_null(strstr(error.text, "not a J file: "));
}

static void best_class_and_its_confidence(void **state)
{
    (void)state;
    const float scores[] = {1, 3, 2}, huge[] = {-1000, 1000, 999}, broken[] = {1, NAN, 3};
    assert_int_equal(classify_best(scores, 3), 1);
    assert_float_equal(classify_confidence(scores, 3, 1), 0.66524096F, 1e-6F);
    assert_float_equal(classify_confidence(huge, 3, 1), 0.73105858F, 1e-6F);
    assert_float_equal(classify_confidence((const float[]){0.2F, 0.7F, 0.1F}, 3, 1), 0.7F, 0);
    assert_int_equal(classify_best(broken, 3), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(manifest_names_everything),
        cmocka_unit_test(graph_alone_takes_the_defaults),
        cmocka_unit_test(wrong_manifest_says_what_is_wrong),
        cmocka_unit_test(labels_may_be_in_a_file_of_their_own),
        cmocka_unit_test(mismatch_tells_expected_and_found),
        cmocka_unit_test(graph_manifest_and_default_decide_the_size),
        cmocka_unit_test(folder_is_read_in_order_without_other_files),
        cmocka_unit_test(folders_of_a_data_set_are_read_in_order),
        cmocka_unit_test(grey_and_colour_graphs_fit),
        cmocka_unit_test(unusable_input_is_named),
        cmocka_unit_test(best_class_and_its_confidence),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
