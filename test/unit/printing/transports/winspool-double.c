/*
 * The functions of winspool.drv that the till calls, over files: a queue's name is the file that gets the bytes, and
 * what else happened stands in NAME.doc. A write takes 1,000 bytes at most. errno stands for GetLastError.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const uint16_t *name, *file, *datatype;
} document;

typedef struct {
  FILE *out, *log;
  int paused;
} printer;

enum { INVALID_PRINTER_NAME = 1801, INVALID_LEVEL = 124, MOST = 1000 };

static const char *utf8(const uint16_t *text, char *into) {
  char *at = into;
  if (text == NULL) return "(null)";
  for (; *text != 0; text++) {
    if (*text < 0x80) {
      *at++ = (char)*text;
    } else if (*text < 0x800) {
      *at++ = (char)(0xC0 | *text >> 6);
      *at++ = (char)(0x80 | (*text & 0x3F));
    } else {
      *at++ = (char)(0xE0 | *text >> 12);
      *at++ = (char)(0x80 | (*text >> 6 & 0x3F));
      *at++ = (char)(0x80 | (*text & 0x3F));
    }
  }
  *at = 0;
  return into;
}

int OpenPrinterW(const uint16_t *queue, uintptr_t *handle, void *defaults) {
  char path[4096], log[4100];
  printer *opened = calloc(1, sizeof *opened);
  snprintf(log, sizeof log, "%s.doc", utf8(queue, path));
  opened->out = defaults == NULL ? fopen(path, "wb") : NULL;
  opened->log = opened->out == NULL ? NULL : fopen(log, "wb");
  if (opened->log == NULL) {
    free(opened);
    errno = INVALID_PRINTER_NAME;
    return 0;
  }
  opened->paused = strstr(path, "paused") != NULL;
  *handle = (uintptr_t)opened;
  return 1;
}

int GetPrinterW(uintptr_t handle, uint32_t level, uint32_t *status, uint32_t size, uint32_t *needed) {
  *needed = sizeof *status;
  if (level != 6 || size != sizeof *status) {
    errno = INVALID_LEVEL;
    return 0;
  }
  *status = ((printer *)handle)->paused ? 1 : 0;
  return 1;
}

uint32_t StartDocPrinterW(uintptr_t handle, uint32_t level, const document *of) {
  char name[256], file[256], datatype[256];
  fprintf(((printer *)handle)->log, "level %u %s %s %s\n", level, utf8(of->name, name), utf8(of->file, file),
          utf8(of->datatype, datatype));
  return 42;
}

int StartPagePrinter(uintptr_t handle) { return fprintf(((printer *)handle)->log, "page\n") > 0; }

int WritePrinter(uintptr_t handle, const uint8_t *bytes, uint32_t count, uint32_t *written) {
  *written = (uint32_t)fwrite(bytes, 1, count < MOST ? count : MOST, ((printer *)handle)->out);
  return 1;
}

int EndPagePrinter(uintptr_t handle) { return fprintf(((printer *)handle)->log, "end page\n") > 0; }

int EndDocPrinter(uintptr_t handle) { return fprintf(((printer *)handle)->log, "end document\n") > 0; }

int AbortPrinter(uintptr_t handle) { return fprintf(((printer *)handle)->log, "aborted\n") > 0; }

int ClosePrinter(uintptr_t handle) {
  printer *opened = (printer *)handle;
  fprintf(opened->log, "closed\n");
  fclose(opened->log);
  fclose(opened->out);
  free(opened);
  return 1;
}
