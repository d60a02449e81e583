// Random number generators and their state.
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <algorithm>
#include <mutex>

namespace {

at::Generator& generator_at(void* handle) {
  return *static_cast<at::Generator*>(handle);
}

c10::Device device_of(int64_t packed) {
  return c10::Device(static_cast<c10::DeviceType>(packed >> 32), static_cast<c10::DeviceIndex>(static_cast<int32_t>(packed)));
}

}  // namespace

HK_API int hk_generator_new(int64_t seed, void** result) {
  return hk::guarded([&] { *result = new at::Generator(at::detail::createCPUGenerator(static_cast<uint64_t>(seed))); });
}

HK_API int hk_generator_default(int64_t device, void** result) {
  return hk::guarded([&] { *result = new at::Generator(at::globalContext().defaultGenerator(device_of(device))); });
}

HK_API void hk_generator_release(void* handle) {
  delete static_cast<at::Generator*>(handle);
}

HK_API int hk_generator_set_seed(void* handle, int64_t seed) {
  return hk::guarded([&] {
    auto& generator = generator_at(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_current_seed(static_cast<uint64_t>(seed));
  });
}

HK_API int hk_generator_initial_seed(void* handle, int64_t* result) {
  return hk::guarded([&] { *result = static_cast<int64_t>(generator_at(handle).current_seed()); });
}

HK_API int hk_generator_state(void* handle, void** result) {
  return hk::guarded([&] {
    auto& generator = generator_at(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    *result = hk::give(generator.get_state());
  });
}

HK_API int hk_generator_set_state(void* handle, void* state) {
  return hk::guarded([&] {
    auto& generator = generator_at(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_state(*static_cast<at::Tensor*>(state));
  });
}

// Seeds every generator of every device, as at::manual_seed does.
HK_API int hk_manual_seed(int64_t seed) {
  return hk::guarded([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}

HK_API int hk_cuda_manual_seed(int64_t seed, int32_t all_devices) {
  return hk::guarded([&] {
    if (!at::globalContext().hasCUDA()) return;
    const int64_t count = c10::impl::VirtualGuardImpl(c10::DeviceType::CUDA).deviceCount();
    for (int64_t k = 0; k < (all_devices ? count : std::min<int64_t>(count, 1)); ++k) {
      auto generator = at::globalContext().defaultGenerator(c10::Device(c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(k)));
      std::lock_guard<std::mutex> lock(generator.mutex());
      generator.set_current_seed(static_cast<uint64_t>(seed));
    }
  });
}
