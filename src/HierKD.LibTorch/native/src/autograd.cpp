// Gradients: flags, backward, and the modes that switch recording off.
#include "shim.h"

#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <vector>

namespace {

at::Tensor& tensor_at(void* handle) {
  return *static_cast<at::Tensor*>(handle);
}

std::vector<at::Tensor> tensors_at(void* const* handles, int32_t count) {
  std::vector<at::Tensor> tensors(static_cast<size_t>(count));
  for (int32_t k = 0; k < count; ++k) {
    if (handles[k] != nullptr) tensors[k] = tensor_at(handles[k]);
  }
  return tensors;
}

#if HK_TORCH_AT_LEAST(2, 4)
std::optional<bool> flag(int32_t value) {
  return value < 0 ? std::nullopt : std::optional<bool>(value != 0);
}
#else
c10::optional<bool> flag(int32_t value) {
  return value < 0 ? c10::nullopt : c10::optional<bool>(value != 0);
}
#endif

}  // namespace

HK_API int hk_requires_grad(void* handle, int32_t* result) {
  return hk::guarded([&] { *result = tensor_at(handle).requires_grad(); });
}

HK_API int hk_set_requires_grad(void* handle, int32_t value) {
  return hk::guarded([&] { tensor_at(handle).set_requires_grad(value != 0); });
}

HK_API int hk_is_leaf(void* handle, int32_t* result) {
  return hk::guarded([&] { *result = tensor_at(handle).is_leaf(); });
}

HK_API int hk_retain_grad(void* handle) {
  return hk::guarded([&] { tensor_at(handle).retain_grad(); });
}

HK_API int hk_grad(void* handle, void** result) {
  return hk::guarded([&] { *result = hk::give(tensor_at(handle).grad()); });
}

HK_API int hk_set_grad(void* handle, void* grad) {
  return hk::guarded([&] { tensor_at(handle).mutable_grad() = grad == nullptr ? at::Tensor() : tensor_at(grad); });
}

// The flags are 0, 1 or, for "as libtorch decides", -1.
HK_API int hk_backward(void* const* tensors, int32_t count, void* const* gradients, int32_t gradient_count, int32_t retain_graph,
                       int32_t create_graph, void* const* inputs, int32_t input_count) {
  return hk::guarded([&] {
    torch::autograd::backward(tensors_at(tensors, count), tensors_at(gradients, gradient_count), flag(retain_graph), create_graph == 1,
                              tensors_at(inputs, input_count));
  });
}

HK_API int hk_gradients(void* const* outputs, int32_t output_count, void* const* inputs, int32_t input_count, void* const* gradients,
                        int32_t gradient_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, void** results) {
  return hk::guarded([&] {
    auto found = torch::autograd::grad(tensors_at(outputs, output_count), tensors_at(inputs, input_count),
                                       tensors_at(gradients, gradient_count), flag(retain_graph), create_graph == 1, allow_unused == 1);
    for (size_t k = 0; k < found.size(); ++k) results[k] = hk::give(std::move(found[k]));
  });
}

HK_API int32_t hk_grad_mode() {
  return at::GradMode::is_enabled();
}

HK_API void hk_set_grad_mode(int32_t enabled) {
  at::GradMode::set_enabled(enabled != 0);
}

HK_API int32_t hk_inference_mode() {
  return c10::InferenceMode::is_enabled();
}

HK_API void* hk_enter_inference_mode(int32_t enabled) {
  return new c10::InferenceMode(enabled != 0);
}

HK_API void hk_leave_inference_mode(void* guard) {
  delete static_cast<c10::InferenceMode*>(guard);
}
