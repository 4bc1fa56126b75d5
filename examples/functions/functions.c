/*
 * Functions for rfaas invoke, with the ABI of the original rFaaS: they read `bytes` bytes of input, write their output,
 * and return how many bytes that is. Input and output are the worker's slots: 64-byte aligned, executor.slot-bytes long.
 */
#include <stdint.h>
#include <string.h>

/* The input. */
uint32_t echo(void *input, uint32_t bytes, void *output)
{
    memcpy(output, input, bytes);
    return bytes;
}

/* a*x + y. Input: a, x[0..n), y[0..n), all double, so n follows from the length. Output: n doubles. */
uint32_t daxpy(void *input, uint32_t bytes, void *output)
{
    const double *in = input;
    double *out = output;
    uint32_t n = bytes < sizeof(double) ? 0 : (bytes / sizeof(double) - 1) / 2;

    for (uint32_t i = 0; i < n; i++)
        out[i] = in[0] * in[1 + i] + in[1 + n + i];
    return n * sizeof(double);
}
