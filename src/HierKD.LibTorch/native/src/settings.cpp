// What holds for the whole process: errors, threads, default types, backends.
#include "shim.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/util/Exception.h>

#include <climits>
#include <cstdlib>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#if defined(__GNUC__)
// OpenBLAS built on its own threads is not told when libtorch is told how many to use: they would go on spinning on cores that are meant for others. Null with any other BLAS.
extern "C" __attribute__((weak)) void openblas_set_num_threads(int count);
#endif

namespace {

void set_blas_threads(int count) {
#if defined(__GNUC__)
  if (openblas_set_num_threads) openblas_set_num_threads(count);
#endif
}

// Kernels take work space and free it again in every call, megabytes of it (feature maps have a place of their own, memory.cpp). glibc would give it back to the system each time, to have every page cleared and mapped anew.
// What the user has set by the environment stands.
void keep_memory() {
#if defined(__GLIBC__)
  const char* choice = std::getenv("HIERKD_LIBTORCH_MEMORY");
  if (choice && std::string(choice) == "system") return;
  for (const char* name : {"MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_MMAP_MAX_", "GLIBC_TUNABLES"}) {
    if (std::getenv(name)) return;
  }
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // glibc takes no larger one
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}

thread_local std::string last_error;

struct Start {
  Start() {
    keep_memory();
    // Collecting and demangling a native stack makes every error cost milliseconds, and no caller in C# reads it.
#if HK_TORCH_AT_LEAST(2, 4)
    c10::SetStackTraceFetcher(std::function<::std::string()>([] { return std::string(); }));
#else
    c10::SetStackTraceFetcher([] { return std::string(); });
#endif
  }
} start;

}  // namespace

void hk::set_error(const char* message) {
  last_error = message;
}

HK_API const char* hk_last_error() {
  return last_error.c_str();
}

HK_API const char* hk_torch_version() {
  return TORCH_VERSION;
}

HK_API int32_t hk_threads() {
  return at::get_num_threads();
}

HK_API int hk_set_threads(int32_t count) {
  return hk::guarded([&] {
    at::set_num_threads(count);
    set_blas_threads(count);
  });
}

HK_API int32_t hk_interop_threads() {
  return at::get_num_interop_threads();
}

HK_API int hk_set_interop_threads(int32_t count) {
  return hk::guarded([&] { at::set_num_interop_threads(count); });
}

HK_API int32_t hk_default_dtype() {
  return static_cast<int32_t>(c10::typeMetaToScalarType(c10::get_default_dtype()));
}

HK_API int hk_set_default_dtype(int32_t dtype) {
  return hk::guarded([&] { c10::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<c10::ScalarType>(dtype))); });
}

HK_API int32_t hk_cuda_devices() {
  try {
    return at::globalContext().hasCUDA() ? static_cast<int32_t>(c10::impl::VirtualGuardImpl(c10::DeviceType::CUDA).deviceCount()) : 0;
  } catch (const std::exception&) {
    return 0;
  }
}

// Waits until a device has done all that it was asked to.
HK_API int hk_synchronize(int64_t device) {
  return hk::guarded([&] {
    auto kind = static_cast<c10::DeviceType>(device >> 32);
    c10::impl::VirtualGuardImpl guard(kind);
    auto index = static_cast<c10::DeviceIndex>(static_cast<int32_t>(device));
    guard.synchronizeStream(guard.getStream(c10::Device(kind, index < 0 ? guard.getDevice().index() : index)));
  });
}

HK_API int32_t hk_has_cudnn() {
  return at::globalContext().hasCUDA() && at::globalContext().hasCuDNN();
}

HK_API int32_t hk_has_mps() {
  return at::globalContext().hasMPS();
}

HK_API int32_t hk_tf32(int32_t flag) {
  auto& context = at::globalContext();
  switch (flag) {
    case 0: return context.allowTF32CuBLAS();
    default: return context.allowTF32CuDNN();
  }
}

HK_API int hk_set_tf32(int32_t flag, int32_t enabled) {
  return hk::guarded([&] {
    auto& context = at::globalContext();
    switch (flag) {
      case 0: context.setAllowTF32CuBLAS(enabled != 0); break;
      default: context.setAllowTF32CuDNN(enabled != 0); break;
    }
  });
}
