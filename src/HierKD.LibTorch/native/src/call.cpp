// The one way into ATen's dispatcher: an operator is looked up once by name and called with boxed values, autograd included.
#include "shim.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/Generator.h>
#include <ATen/core/List.h>
#include <ATen/core/jit_type.h>

#include <algorithm>
#include <complex>
#include <sstream>
#include <vector>

namespace hk {
namespace {

const char* name_of(Tag tag) {
  switch (tag) {
    case Tag::None: return "nothing";
    case Tag::Tensor: return "a tensor";
    case Tag::Int: return "an integer";
    case Tag::Double: return "a floating point number";
    case Tag::Bool: return "a boolean";
    case Tag::String: return "a string";
    case Tag::IntList: return "a list of integers";
    case Tag::DoubleList: return "a list of floating point numbers";
    case Tag::BoolList: return "a list of booleans";
    case Tag::TensorList: return "a list of tensors";
    case Tag::Device: return "a device";
    case Tag::Generator: return "a generator";
    case Tag::Complex: return "a complex number";
    default: return "an unknown value";
  }
}

[[noreturn]] void refuse(const c10::FunctionSchema& schema, const c10::Argument& argument, Tag given) {
  std::ostringstream text;
  text << schema.name() << "(): argument '" << argument.name() << "' must be " << argument.type()->str() << ", not " << name_of(given);
  throw std::invalid_argument(text.str());
}

c10::Device device_of(int64_t packed) {
  return c10::Device(static_cast<c10::DeviceType>(packed >> 32), static_cast<c10::DeviceIndex>(static_cast<int32_t>(packed)));
}

template <class T>
c10::IValue list_of(const Value& value) {
  c10::List<T> list;
  list.reserve(value.length);
  auto items = static_cast<const int64_t*>(value.p);
  for (int32_t k = 0; k < value.length; ++k) {
    if constexpr (std::is_same_v<T, double>) {
      list.push_back(static_cast<const double*>(value.p)[k]);
    } else {
      list.push_back(static_cast<T>(items[k]));
    }
  }
  return list;
}

c10::IValue tensors_of(const Value& value, bool optional_elements, const c10::FunctionSchema& schema, const c10::Argument& argument) {
  auto items = static_cast<at::Tensor* const*>(value.p);
  if (optional_elements) {
#if HK_TORCH_AT_LEAST(2, 4)
    c10::List<std::optional<at::Tensor>> list;
#else
    c10::List<c10::optional<at::Tensor>> list;
#endif
    list.reserve(value.length);
    for (int32_t k = 0; k < value.length; ++k) {
      if (items[k] == nullptr) {
        list.push_back({});
      } else {
        list.push_back(*items[k]);
      }
    }
    return list;
  }
  c10::List<at::Tensor> list;
  list.reserve(value.length);
  for (int32_t k = 0; k < value.length; ++k) {
    if (items[k] == nullptr) refuse(schema, argument, Tag::None);
    list.push_back(*items[k]);
  }
  return list;
}

c10::IValue box(const Value& value, const c10::FunctionSchema& schema, const c10::Argument& argument) {
  const c10::Type* type = argument.type().get();
  const bool optional = type->kind() == c10::TypeKind::OptionalType;
  if (value.tag == Tag::None) {
    if (!optional) refuse(schema, argument, value.tag);
    return {};
  }
  if (optional) type = type->containedType(0).get();
  const auto kind = type->kind();

  switch (value.tag) {
    case Tag::Tensor:
      if (kind == c10::TypeKind::TensorType) return *static_cast<const at::Tensor*>(value.p);
      break;
    case Tag::Int:
      if (kind == c10::TypeKind::FloatType) return static_cast<double>(value.i);
      if (kind != c10::TypeKind::TensorType && kind != c10::TypeKind::ListType && kind != c10::TypeKind::BoolType &&
          kind != c10::TypeKind::StringType && kind != c10::TypeKind::DeviceObjType) {
        return value.i;
      }
      break;
    case Tag::Double:
      if (kind == c10::TypeKind::FloatType || kind == c10::TypeKind::NumberType) return value.d;
      break;
    case Tag::Bool:
      if (kind == c10::TypeKind::BoolType || kind == c10::TypeKind::NumberType) return value.i != 0;
      break;
    case Tag::Complex:
      if (kind == c10::TypeKind::NumberType) {
        auto parts = static_cast<const double*>(value.p);
        return c10::complex<double>(parts[0], parts[1]);
      }
      break;
    case Tag::String:
      if (kind == c10::TypeKind::StringType) return std::string(static_cast<const char*>(value.p), value.length);
      break;
    case Tag::Device:
      if (kind == c10::TypeKind::DeviceObjType) return device_of(value.i);
      break;
    case Tag::Generator:
      return *static_cast<const at::Generator*>(value.p);
    case Tag::IntList:
    case Tag::DoubleList:
    case Tag::BoolList:
    case Tag::TensorList:
      if (kind == c10::TypeKind::ListType) {
        const auto element = type->containedType(0)->kind();
        const bool tensors = element == c10::TypeKind::TensorType || element == c10::TypeKind::OptionalType;
        if (value.tag == Tag::TensorList && tensors) {
          return tensors_of(value, element == c10::TypeKind::OptionalType, schema, argument);
        }
        if (value.tag == Tag::BoolList && element == c10::TypeKind::BoolType) return list_of<bool>(value);
        if (value.tag == Tag::DoubleList && element == c10::TypeKind::FloatType) return list_of<double>(value);
        if (value.tag == Tag::IntList && !tensors && element != c10::TypeKind::BoolType && element != c10::TypeKind::FloatType) {
          return list_of<int64_t>(value);
        }
      }
      break;
    default:
      break;
  }
  refuse(schema, argument, value.tag);
}

// Views and in-place results hold no memory of their own. For the rest, the garbage collector must know what a small
// managed object keeps alive.
int32_t new_kibibytes(const at::Tensor& tensor, bool may_alias) {
  if (!tensor.has_storage()) return 0;
  const auto& storage = tensor.storage();
  if (may_alias && (storage.use_count() > 1 || tensor.use_count() > 1)) return 0;
  return static_cast<int32_t>(std::min<uint64_t>((static_cast<uint64_t>(storage.nbytes()) + 1023) >> 10, INT32_MAX));
}

void unbox(c10::IValue&& value, const c10::Argument& declared, Value& result) {
  result.length = 0;
  result.i = 0;
  if (value.isTensor()) {
    at::Tensor tensor = std::move(value).toTensor();
    result.tag = tensor.defined() ? Tag::Tensor : Tag::None;
    if (tensor.defined()) result.length = new_kibibytes(tensor, declared.alias_info() != nullptr);
    result.p = give(std::move(tensor));
  } else if (value.isTensorList()) {
    std::vector<at::Tensor> tensors = std::move(value).toTensorVector();
    auto handles = new at::Tensor*[tensors.size()];
    for (size_t k = 0; k < tensors.size(); ++k) handles[k] = give(std::move(tensors[k]));
    result.tag = Tag::TensorList;
    result.length = static_cast<int32_t>(tensors.size());
    result.p = handles;
  } else if (value.isBool()) {
    result.tag = Tag::Bool;
    result.i = value.toBool();
  } else if (value.isInt()) {
    result.tag = Tag::Int;
    result.i = value.toInt();
  } else if (value.isDouble()) {
    result.tag = Tag::Double;
    result.d = value.toDouble();
  } else {
    result.tag = Tag::None;
  }
}

}  // namespace
}  // namespace hk

HK_API int hk_find(const char* name, const char* overload, void** result) {
  return hk::guarded([&] {
    auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    *result = found ? new c10::OperatorHandle(*found) : nullptr;
  });
}

HK_API int hk_call(void* op, const hk::Value* arguments, int32_t count, hk::Value* results, int32_t result_count) {
  return hk::guarded([&] {
    const auto& handle = *static_cast<const c10::OperatorHandle*>(op);
    const auto& schema = handle.schema();
    const auto& declared = schema.arguments();
    if (count > static_cast<int32_t>(declared.size())) {
      throw std::invalid_argument(schema.name() + "() takes " + std::to_string(declared.size()) + " arguments, not " + std::to_string(count));
    }
    torch::jit::Stack stack;
    stack.reserve(declared.size());
    for (size_t k = 0; k < declared.size(); ++k) {
      if (k < static_cast<size_t>(count) && arguments[k].tag != hk::Tag::Default) {
        stack.push_back(hk::box(arguments[k], schema, declared[k]));
      } else if (declared[k].default_value()) {
        stack.push_back(*declared[k].default_value());
      } else {
        throw std::invalid_argument(schema.name() + "(): argument '" + declared[k].name() + "' is missing");
      }
    }
    handle.callBoxed(&stack);
    const auto& returns = schema.returns();
    for (int32_t k = 0; k < result_count && k < static_cast<int32_t>(stack.size()); ++k) {
      hk::unbox(std::move(stack[k]), returns[k], results[k]);
    }
  });
}

HK_API void hk_free_list(void* handles) {
  delete[] static_cast<at::Tensor**>(handles);
}
