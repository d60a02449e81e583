using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The positive part.</summary>
        public static ReLU ReLU(bool inplace = false) => new(inplace);

        /// <summary>The positive part, at most 6.</summary>
        public static ReLU6 ReLU6(bool inplace = false) => new(inplace);

        /// <summary>The identity with a small slope for negative values.</summary>
        public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);

        /// <summary>The exponential linear unit.</summary>
        public static ELU ELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);

        /// <summary>The continuously differentiable exponential linear unit.</summary>
        public static CELU CELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);

        /// <summary>The self-normalising exponential linear unit.</summary>
        public static SELU SELU(bool inplace = false) => new(inplace);

        /// <summary>The Gaussian error linear unit.</summary>
        public static GELU GELU() => new(false);

        /// <summary>The Gaussian error linear unit.</summary>
        public static GELU GELU(bool inplace) => new(inplace);

        /// <summary>The input times its sigmoid.</summary>
        public static SiLU SiLU() => new(false);

        /// <summary>The input times its sigmoid.</summary>
        public static SiLU SiLU(bool inplace) => new(inplace);

        /// <summary>The input times the hyperbolic tangent of its softplus.</summary>
        public static Mish Mish() => new(false);

        /// <summary>The input times the hyperbolic tangent of its softplus.</summary>
        public static Mish Mish(bool inplace) => new(inplace);

        /// <summary>The piecewise approximation of SiLU.</summary>
        public static Hardswish Hardswish(bool inplace = false) => new(inplace);

        /// <summary>The piecewise approximation of the sigmoid.</summary>
        public static Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);

        /// <summary>The input kept between two values.</summary>
        public static Hardtanh Hardtanh(double min_val = -1.0, double max_val = 1.0, bool inplace = false) =>
            new(min_val, max_val, inplace);

        /// <summary>The input outside a band around zero, zero inside it.</summary>
        public static Hardshrink Hardshrink(double lambda = 0.5) => new(lambda);

        /// <summary>The logistic function.</summary>
        public static Sigmoid Sigmoid() => new(false);

        /// <summary>The logistic function.</summary>
        public static Sigmoid Sigmoid(bool inplace) => new(inplace);

        /// <summary>The hyperbolic tangent.</summary>
        public static Tanh Tanh() => new(false);

        /// <summary>The hyperbolic tangent.</summary>
        public static Tanh Tanh(bool inplace = false) => new(inplace);

        /// <summary>The smooth positive part.</summary>
        public static Softplus Softplus(double beta = 1.0, double threshold = 20.0) => new(beta, threshold);

        /// <summary>The exponentials, scaled to the sum 1.</summary>
        public static Softmax Softmax(long dim) => new(dim);

        /// <summary>The logarithm of the softmax.</summary>
        public static LogSoftmax LogSoftmax(long dim) => new(dim);

        /// <summary>The softmax of the negated input.</summary>
        public static Softmin Softmin(long dim) => new(dim);

        /// <summary>The logarithm of the logistic function.</summary>
        public static LogSigmoid LogSigmoid() => new();

        /// <summary>One half of the input times the sigmoid of the other.</summary>
        public static GLU GLU(long dim = -1) => new(dim);

        /// <summary>The input above a threshold, a value elsewhere.</summary>
        public static Threshold Threshold(double threshold, double value, bool inplace = false) => new(threshold, value, inplace);
    }
}
