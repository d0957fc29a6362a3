/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run as CSV. The columns are a contract for scripts: they may be added, never renamed. */
#include "src/report/csv.h"

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/figures/figures.h"
#include "src/journal/journal.h"

#include <errno.h>
#include <float.h>
#include <stdlib.h>
#include <string.h>

struct csv {
    const struct model *model;
    FILE *file;
    bool begun; /* the present record has a field */
};

/* ---- fields ---- */

static void begin_field(struct csv *csv)
{
    if (csv->begun)
        putc(',', csv->file);
    csv->begun = true;
}

static void end_record(struct csv *csv)
{
    fputs("\r\n", csv->file);
    csv->begun = false;
}

/* Quoted where it would not be one field otherwise; NULL is an empty field. */
static void add_text(struct csv *csv, const char *text)
{
    begin_field(csv);
    if (!text || !strpbrk(text, ",\"\r\n")) {
        fputs(text ? text : "", csv->file);
        return;
    }
    putc('"', csv->file);
    for (; *text; text++) {
        if (*text == '"')
            putc('"', csv->file);
        putc(*text, csv->file);
    }
    putc('"', csv->file);
}

/* As in the JSON report: 15 digits, or 17 where these would be another number. An empty field where
 * it is unknown. */
static void add_number(struct csv *csv, double value)
{
    begin_field(csv);
    if (!isfinite(value))
        return;
    char text[32];
    snprintf(text, sizeof text, "%.15g", value);
    bool same = fabs(strtod(text, NULL) - value) <= DBL_EPSILON * fabs(value);
    fprintf(csv->file, "%.*g", same ? 15 : 17, value);
}

static void add_bool(struct csv *csv, bool value)
{
    add_text(csv, value ? "true" : "false");
}

static void add_empty(struct csv *csv, int count)
{
    for (int i = 0; i < count; i++)
        add_text(csv, NULL);
}

/* ---- records ---- */

/* What all records begin with. */
#define TRIAL_COLUMNS "run,trial,env,workload,round"

/* A trial of NULL is unknown. */
static void begin_record(struct csv *csv, const struct model_trial *trial)
{
    add_text(csv, csv->model->name);
    if (!trial) {
        add_empty(csv, 4);
        return;
    }
    add_number(csv, trial->number);
    add_text(csv, csv->model->envs[trial->env].name);
    add_text(csv, csv->model->workloads[trial->workload].name);
    add_number(csv, trial->round);
}

/* ---- trials ---- */

/* The causes, each once: "busy;hot". */
static void add_taints(struct csv *csv, int index)
{
    const struct model *model = csv->model;
    const struct model_trial *trial = &model->trials[index];
    UTIL_FREE char *causes = NULL;
    for (size_t i = trial->taint_begin; i < trial->taint_end; i++)
        if (model->taints[i].trial == index && model_taint_is_first(model, i))
            text_append(&causes, ";", model->taints[i].cause);
    add_text(csv, causes);
}

static void add_trial_figures(struct csv *csv, const struct model_trial *trial)
{
    struct figures_cpu cpu = figures_cpu(csv->model, trial, INFINITY);
    for (enum measure measure = MEASURE_EXECUTION; measure <= MEASURE_ENERGY; measure++)
        add_number(csv, figures_trial_value(csv->model, trial, measure));
    const double numbers[] = {cpu.cpu_s,
                              cpu.cpu_s_per_inference,
                              cpu.mean_pct,
                              cpu.mean_over100_pct,
                              cpu.t200_s,
                              cpu.t200_from_create_s,
                              trial->mem_peak_bytes,
                              trial->net_sent_bytes,
                              trial->net_received_bytes,
                              figures_mean_temperature_c(csv->model, trial)};
    for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++)
        add_number(csv, numbers[i]);
}

static void print_trial(struct csv *csv, int index)
{
    const struct model_trial *trial = &csv->model->trials[index];
    const struct model_workload *workload = &csv->model->workloads[trial->workload];
    begin_record(csv, trial);
    add_number(csv, trial->slot >= 0 ? trial->slot : (double)NAN);
    add_text(csv, workload->model);
    add_number(csv, trial->session);
    add_bool(csv, trial->warmup);
    add_text(csv, status_name(trial->status));
    add_text(csv, trial->reason);
    add_text(csv, measure_primary_name(workload));
    add_number(csv, figures_trial_value(csv->model, trial, MEASURE_TRIAL));
    add_text(csv, workload->primary_unit);
    add_text(csv, workload->lower_is_better ? "lower" : "higher");
    add_trial_figures(csv, trial);
    add_taints(csv, index);
    add_number(csv, trial->t);
    add_number(csv, trial->end_t);
    end_record(csv);
}

static void print_trials(struct csv *csv)
{
    fputs(TRIAL_COLUMNS
          ",slot,model,session,warmup,status,reason,metric,value,unit,better,execution_s,first_ms,"
          "load_s,boot_s,create_s,startup_ms,power_w,energy_j,cpu_s,cpu_s_per_inference,mean_pct,"
          "mean_over100_pct,t200_s,t200_from_create_s,mem_peak_bytes,net_sent_bytes,"
          "net_received_bytes,mean_temp_c,taints,t,end_t",
          csv->file);
    end_record(csv);
    for (int i = 0; i < (int)csv->model->trial_count; i++)
        print_trial(csv, i);
}

/* ---- inferences, metrics ---- */

static void print_inferences(struct csv *csv)
{
    const struct model *model = csv->model;
    fputs(TRIAL_COLUMNS ",i,n,ms,decode_ms,run_ms,steady,label,t", csv->file);
    end_record(csv);
    for (size_t k = 0; k < model->infer_count; k++) {
        const struct model_infer *infer = &model->infers[k];
        begin_record(csv, &model->trials[infer->trial]);
        add_number(csv, infer->i >= 0 ? infer->i : (double)NAN);
        add_number(csv, infer->n);
        add_number(csv, infer->ms);
        add_number(csv, infer->decode_ms);
        add_number(csv, infer->run_ms);
        add_bool(csv, infer->steady);
        add_text(csv, infer->label);
        add_number(csv, infer->t);
        end_record(csv);
    }
}

static void print_metrics(struct csv *csv)
{
    const struct model *model = csv->model;
    fputs(TRIAL_COLUMNS ",name,value,unit,params,disk,host_disk,env_counters,cold,t", csv->file);
    end_record(csv);
    for (size_t k = 0; k < model->metric_count; k++) {
        const struct model_metric *metric = &model->metrics[k];
        begin_record(csv, &model->trials[metric->trial]);
        add_text(csv, metric->name);
        add_number(csv, metric->value);
        add_text(csv, metric->unit);
        add_text(csv, metric->params);
        add_text(csv, !metric->of_disk ? NULL : metric->reads ? "read" : "write");
        add_number(csv, metric->disk_rate);
        add_number(csv, metric->env_rate);
        add_text(csv, !metric->reads ? NULL : metric->cold ? "true" : "false");
        add_number(csv, metric->t);
        end_record(csv);
    }
}

/* ---- samples ---- */

static const char *const counters[] = {
    "env_cpu_s",          "env_read_bytes",  "env_write_bytes",  "net_sent_bytes",
    "net_received_bytes", "disk_read_bytes", "disk_write_bytes", "self_s",
    "viewers_s"};

static int compare_numbers(const void *key, const void *item)
{
    const int *number = key;
    const struct model_trial *trial = item;
    return *number < trial->number ? -1 : *number > trial->number;
}

static const struct model_trial *find_trial(const struct model *model, int number)
{
    if (model->trial_count == 0)
        return NULL;
    return bsearch(&number, model->trials, model->trial_count, sizeof *model->trials,
                   compare_numbers);
}

/* A field for each core; empty where there is no number. */
static void add_cores(struct csv *csv, const cJSON *event, const char *key)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(event, key);
    for (int core = 0; core < csv->model->host.cores; core++) {
        const cJSON *item = cJSON_GetArrayItem(array, core);
        add_number(csv, cJSON_IsNumber(item) ? item->valuedouble : (double)NAN);
    }
}

/* One event of the journal: samples alone, without those of a trial that the model does not know.
 */
static void print_sample(void *context, const cJSON *event)
{
    struct csv *csv = context;
    const char *name = json_string(event, "ev");
    int number = json_int(event, "trial", 0);
    const struct model_trial *trial = find_trial(csv->model, number);
    if (!name || strcmp(name, "sample") != 0 || (number > 0 && !trial))
        return;
    double t = json_number(event, "t");
    enum phase phase = trial ? model_phase_at(trial, t) : PHASE_COUNT;
    begin_record(csv, trial);
    add_text(csv, phase < PHASE_COUNT ? phase_name(phase) : NULL);
    add_number(csv, t);
    for (size_t i = 0; i < ARRAY_LENGTH(counters); i++)
        add_number(csv, json_number(event, counters[i]));
    add_bool(csv, json_bool(event, "env_core_estimated", false));
    add_cores(csv, event, "core_s");
    add_cores(csv, event, "env_core_s");
    end_record(csv);
}

static void print_sample_header(struct csv *csv)
{
    fputs(TRIAL_COLUMNS ",phase,t", csv->file);
    for (size_t i = 0; i < ARRAY_LENGTH(counters); i++)
        fprintf(csv->file, ",%s", counters[i]);
    fputs(",env_core_estimated", csv->file);
    for (int core = 0; core < csv->model->host.cores; core++)
        fprintf(csv->file, ",core_%d_busy_s", core);
    for (int core = 0; core < csv->model->host.cores; core++)
        fprintf(csv->file, ",core_%d_env_s", core);
    end_record(csv);
}

static int print_samples(struct csv *csv, const char *journal, struct error *error)
{
    struct journal_reader *reader = journal_reader_open(journal, error);
    if (!reader)
        return -1;
    print_sample_header(csv);
    long events = journal_reader_poll(reader, print_sample, csv);
    int why = errno;
    journal_reader_close(reader);
    return events < 0 ? error_set(error, EXIT_MACHINE, "cannot read %s: %s", journal, strerror(why))
                      : 0;
}

int csv_print(const struct model *model, const char *journal, enum csv_of of, FILE *file,
              struct error *error)
{
    struct csv csv = {.model = model, .file = file};
    switch (of) {
    case CSV_TRIALS:
        print_trials(&csv);
        break;
    case CSV_INFERENCES:
        print_inferences(&csv);
        break;
    case CSV_SAMPLES:
        return print_samples(&csv, journal, error);
    case CSV_METRICS:
        print_metrics(&csv);
        break;
    case CSV_OF_COUNT:
        break;
    }
    return 0;
}
