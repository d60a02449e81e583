// Handles, what a tensor says about itself, and host memory in and out.
#include "shim.h"

#include <ATen/Functions.h>

#include <atomic>
#include <cstring>

namespace {

at::Tensor& tensor_at(void* handle) {
  return *static_cast<at::Tensor*>(handle);
}

}  // namespace

HK_API void hk_release(void* handle) {
  delete static_cast<at::Tensor*>(handle);
}

HK_API int64_t hk_dim(void* handle) {
  return tensor_at(handle).dim();
}

HK_API int64_t hk_numel(void* handle) {
  return tensor_at(handle).numel();
}

HK_API int64_t hk_itemsize(void* handle) {
  return static_cast<int64_t>(tensor_at(handle).dtype().itemsize());
}

HK_API int hk_sizes(void* handle, int64_t* result) {
  return hk::guarded([&] {
    auto sizes = tensor_at(handle).sizes();
    std::copy(sizes.begin(), sizes.end(), result);
  });
}

HK_API int hk_strides(void* handle, int64_t* result) {
  return hk::guarded([&] {
    auto strides = tensor_at(handle).strides();
    std::copy(strides.begin(), strides.end(), result);
  });
}

HK_API int64_t hk_storage_offset(void* handle) {
  return tensor_at(handle).storage_offset();
}

HK_API int32_t hk_dtype(void* handle) {
  return static_cast<int32_t>(tensor_at(handle).scalar_type());
}

HK_API int64_t hk_device(void* handle) {
  auto device = tensor_at(handle).device();
  return (static_cast<int64_t>(device.type()) << 32) | static_cast<uint32_t>(static_cast<int32_t>(device.index()));
}

HK_API int32_t hk_is_sparse(void* handle) {
  return tensor_at(handle).is_sparse();
}

HK_API int hk_is_contiguous(void* handle, int32_t memory_format, int32_t* result) {
  return hk::guarded([&] { *result = tensor_at(handle).is_contiguous(static_cast<c10::MemoryFormat>(memory_format)); });
}

HK_API int hk_data(void* handle, void** result) {
  return hk::guarded([&] { *result = tensor_at(handle).data_ptr(); });
}

// A new tensor on the CPU that owns a copy of the caller's memory; without data its content is undefined.
HK_API int hk_from_host(const void* data, int64_t bytes, const int64_t* sizes, int32_t dims, int32_t dtype, void** result) {
  return hk::guarded([&] {
    auto options = at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype));
    auto tensor = at::empty(at::IntArrayRef(sizes, dims), options);
    if (data != nullptr) {
      if (static_cast<int64_t>(tensor.nbytes()) != bytes) {
        throw std::invalid_argument("The data has " + std::to_string(bytes) + " bytes, the shape needs " + std::to_string(tensor.nbytes()));
      }
      if (bytes > 0) std::memcpy(tensor.data_ptr(), data, static_cast<size_t>(bytes));
    }
    *result = hk::give(std::move(tensor));
  });
}

// A tensor over the caller's memory, which release(context) lets go of when the last reference is gone.
HK_API int hk_borrow_host(void* data, const int64_t* sizes, int32_t dims, int32_t dtype, void (*release)(void*), void* context, void** result) {
  return hk::guarded([&] {
    auto options = at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype));
    *result = hk::give(at::from_blob(data, at::IntArrayRef(sizes, dims), [release, context](void*) { release(context); }, options));
  });
}
