// The C interface of the engine. Every function that can fail returns 0 on success and 1 on failure, with the reason in
// hk_last_error. A tensor handle is the address of a heap-allocated at::Tensor: two handles of one tensor differ, and each
// holds one reference.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>
#include <torch/version.h>

#include <cstdint>
#include <exception>
#include <string>

#if defined(_WIN32)
#define HK_API extern "C" __declspec(dllexport)
#else
#define HK_API extern "C" __attribute__((visibility("default")))
#endif

#define HK_TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace hk {

// What crosses the border, in both directions: 16 bytes, the same layout as Interop/NativeValue.cs.
enum class Tag : int32_t {
  None = 0,
  Tensor = 1,
  Int = 2,
  Double = 3,
  Bool = 4,
  String = 5,
  IntList = 6,
  DoubleList = 7,
  BoolList = 8,
  TensorList = 9,
  Device = 10,
  Default = 11,
  Generator = 12,
  Complex = 13,
};

struct Value {
  Tag tag;
  int32_t length;  // elements of a list, bytes of a string, KiB of new memory behind a returned tensor
  union {
    int64_t i;
    double d;
    const void* p;
  };
};

static_assert(sizeof(Value) == 16, "Interop/NativeValue.cs mirrors this layout");

void set_error(const char* message);

// Runs body and turns an exception into the thread's error message.
template <class Body>
int guarded(Body&& body) {
  try {
    body();
    return 0;
  } catch (const c10::Error& e) {
    set_error(e.what_without_backtrace());
  } catch (const std::exception& e) {
    set_error(e.what());
  } catch (...) {
    set_error("libtorch failed without saying why.");
  }
  return 1;
}

inline at::Tensor* give(at::Tensor tensor) {
  return tensor.defined() ? new at::Tensor(std::move(tensor)) : nullptr;
}

}  // namespace hk
