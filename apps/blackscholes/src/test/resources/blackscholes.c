/* The formula as one writes it in C: prices options from binary columns, block by block and each block RUNS times, tells
   the time of the best of ROUNDS. Usage: blackscholes COUNT BLOCK RUNS ROUNDS < columns > prices; columns are S K r v T side, side 1 for a call, -1 for a put. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifdef SINGLE
typedef float real;
#define EXP expf
#define LOG logf
#define SQRT sqrtf
#else
typedef double real;
#define EXP exp
#define LOG log
#define SQRT sqrt
#endif

static real cumulative(real x) {
  real k = 1 / (1 + (real)0.2316419 * (x < 0 ? -x : x));
  real series = (real)0.319381530 + k * ((real)-0.356563782 +
      k * ((real)1.781477937 + k * ((real)-1.821255978 + k * (real)1.330274429)));
  real beyond = EXP((real)-0.5 * x * x) * (real)0.39894228040143270286 * k * series;
  return x < 0 ? beyond : 1 - beyond;
}

__attribute__((noinline)) static void price(int count, const real *s, const real *k, const real *r, const real *v,
    const real *t, const real *side, real *out) {
  for (int i = 0; i < count; i++) {
    real deviation = v[i] * SQRT(t[i]);
    real d1 = (LOG(s[i] / k[i]) + (r[i] + v[i] * v[i] * (real)0.5) * t[i]) / deviation;
    real d2 = d1 - deviation;
    real due = k[i] * EXP(-r[i] * t[i]);
    out[i] = side[i] * (s[i] * cumulative(side[i] * d1) - due * cumulative(side[i] * d2));
  }
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  int count = atoi(argv[1]), block = atoi(argv[2]), runs = atoi(argv[3]), rounds = atoi(argv[4]);
  real *c[7];
  for (int i = 0; i < 7; i++) {
    c[i] = malloc(count * sizeof(real));
    if (i < 6 && fread(c[i], sizeof(real), count, stdin) != (size_t)count) return 2;
  }
  double best = INFINITY;
  for (int round = 0; round < rounds; round++) {
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < count; i += block) {
      int rest = count - i < block ? count - i : block;
      for (int run = 0; run < runs; run++) {
        price(rest, c[0] + i, c[1] + i, c[2] + i, c[3] + i, c[4] + i, c[5] + i, c[6] + i);
      }
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    double ns = (to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec);
    if (ns < best) best = ns;
  }
  fprintf(stderr, "%.3f\n", best / count / runs);
  return fwrite(c[6], sizeof(real), count, stdout) == (size_t)count ? 0 : 1;
}
