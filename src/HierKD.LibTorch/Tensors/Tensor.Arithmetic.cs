using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Scalar scalar) => Aten.add_Scalar.Call(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Aten.add_Scalar.Call(this, scalar, alpha);

        public Tensor add(Tensor target) => Aten.add_Tensor.Call(this, target);

        public Tensor add(Tensor target, Scalar alpha) => Aten.add_Tensor.Call(this, target, alpha);

        public Tensor add_(Scalar scalar) => Aten.add__Scalar.InPlace(this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => Aten.add__Scalar.InPlace(this, scalar, alpha);

        public Tensor add_(Tensor target) => Aten.add__Tensor.InPlace(this, target);

        public Tensor add_(Tensor target, Scalar alpha) => Aten.add__Tensor.InPlace(this, target, alpha);

        public Tensor sub(Scalar target) => Aten.sub_Scalar.Call(this, target);

        public Tensor sub(Tensor target) => Aten.sub_Tensor.Call(this, target);

        public Tensor sub_(Scalar target) => Aten.sub__Scalar.InPlace(this, target);

        public Tensor sub_(Tensor target) => Aten.sub__Tensor.InPlace(this, target);

        public Tensor subtract(Scalar target) => Aten.subtract_Scalar.Call(this, target);

        public Tensor subtract(Tensor target) => Aten.subtract_Tensor.Call(this, target);

        public Tensor subtract_(Scalar target) => Aten.subtract__Scalar.InPlace(this, target);

        public Tensor subtract_(Tensor target) => Aten.subtract__Tensor.InPlace(this, target);

        public Tensor mul(Scalar target) => Aten.mul_Scalar.Call(this, target);

        public Tensor mul(Tensor target) => Aten.mul_Tensor.Call(this, target);

        public Tensor mul_(Scalar target) => Aten.mul__Scalar.InPlace(this, target);

        public Tensor mul_(Tensor target) => Aten.mul__Tensor.InPlace(this, target);

        public Tensor multiply(Scalar target) => Aten.multiply_Scalar.Call(this, target);

        public Tensor multiply(Tensor target) => Aten.multiply_Tensor.Call(this, target);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div_Scalar_mode.Call(this, target, rounding_mode == RoundingMode.None ? null : rounding_mode.ToString());

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div_Tensor_mode.Call(this, target, rounding_mode == RoundingMode.None ? null : rounding_mode.ToString());

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div__Scalar_mode.InPlace(this, target, rounding_mode == RoundingMode.None ? null : rounding_mode.ToString());

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div__Tensor_mode.InPlace(this, target, rounding_mode == RoundingMode.None ? null : rounding_mode.ToString());

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div_Scalar_mode.Call(this, target, rounding_mode == RoundingMode.None ? null : rounding_mode.ToString());

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div_Tensor_mode.Call(this, target, rounding_mode == RoundingMode.None ? null : rounding_mode.ToString());

        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div__Scalar_mode.InPlace(this, target, rounding_mode == RoundingMode.None ? null : rounding_mode.ToString());

        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div__Tensor_mode.InPlace(this, target, rounding_mode == RoundingMode.None ? null : rounding_mode.ToString());

        public Tensor true_divide(Scalar other) => Aten.true_divide_Scalar.Call(this, other);

        public Tensor true_divide(Tensor other) => Aten.true_divide_Tensor.Call(this, other);

        public Tensor true_divide_(Scalar other) => Aten.true_divide__Scalar.InPlace(this, other);

        public Tensor true_divide_(Tensor other) => Aten.true_divide__Tensor.InPlace(this, other);

        public Tensor floor_divide(Scalar other) => Aten.floor_divide_Scalar.Call(this, other);

        public Tensor floor_divide(Tensor other) => Aten.floor_divide.Call(this, other);

        public Tensor floor_divide_(Scalar other) => Aten.floor_divide__Scalar.InPlace(this, other);

        public Tensor floor_divide_(Tensor other) => Aten.floor_divide__Tensor.InPlace(this, other);

        public Tensor remainder(Scalar scalar) => Aten.remainder_Scalar.Call(this, scalar);

        public Tensor remainder(Tensor target) => Aten.remainder_Tensor.Call(this, target);

        public Tensor remainder_(Scalar scalar) => Aten.remainder__Scalar.InPlace(this, scalar);

        public Tensor remainder_(Tensor target) => Aten.remainder__Tensor.InPlace(this, target);

        public Tensor fmod(Scalar scalar) => Aten.fmod_Scalar.Call(this, scalar);

        public Tensor fmod(Tensor target) => Aten.fmod_Tensor.Call(this, target);

        public Tensor fmod_(Scalar scalar) => Aten.fmod__Scalar.InPlace(this, scalar);

        public Tensor fmod_(Tensor target) => Aten.fmod__Tensor.InPlace(this, target);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Aten.addcdiv.Call(this, tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcdiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Aten.addcdiv_.InPlace(this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcdiv_.InPlace(this, tensor1, tensor2, value);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcmul.Call(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcmul_.InPlace(this, tensor1, tensor2, value);

        public Tensor lerp(Tensor end, Tensor weight) => Aten.lerp_Tensor.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Aten.lerp__Tensor.InPlace(this, end, weight);

        public Tensor neg() => Aten.neg.Call(this);

        public Tensor neg_() => Aten.neg_.InPlace(this);

        public Tensor negative() => Aten.negative.Call(this);

        public Tensor positive() => Aten.positive.Call(this);

        public Tensor pow(Scalar exponent) => Aten.pow_Tensor_Scalar.Call(this, exponent);

        public Tensor pow(Tensor exponent) => Aten.pow_Tensor_Tensor.Call(this, exponent);

        public Tensor pow_(Scalar exponent) => Aten.pow__Scalar.InPlace(this, exponent);

        public Tensor pow_(Tensor exponent) => Aten.pow__Tensor.InPlace(this, exponent);

        public Tensor float_power(Tensor target) => Aten.float_power_Tensor_Tensor.Call(this, target);

        public Tensor square() => Aten.square.Call(this);

        public Tensor sqrt() => Aten.sqrt.Call(this);

        public Tensor sqrt_() => Aten.sqrt_.InPlace(this);

        public Tensor rsqrt() => Aten.rsqrt.Call(this);

        public Tensor rsqrt_() => Aten.rsqrt_.InPlace(this);

        public Tensor reciprocal() => Aten.reciprocal.Call(this);

        public Tensor reciprocal_() => Aten.reciprocal_.InPlace(this);

        public Tensor maximum(Tensor other) => Aten.maximum.Call(this, other);

        public Tensor minimum(Tensor other) => Aten.minimum.Call(this, other);

        public Tensor fmax(Tensor other) => Aten.fmax.Call(this, other);

        public Tensor fmin(Tensor other) => Aten.fmin.Call(this, other);

        public Tensor hypot(Tensor other) => Aten.hypot.Call(this, other);

        public Tensor dist(Tensor other, float p = 2f) => Aten.dist.Call(this, other, p);

        public Tensor gcd(Tensor other) => Aten.gcd.Call(this, other);

        public Tensor gcd_(Tensor other) => Aten.gcd_.InPlace(this, other);

        public Tensor lcm(Tensor other) => Aten.lcm.Call(this, other);

        public Tensor lcm_(Tensor other) => Aten.lcm_.InPlace(this, other);
    }
}
