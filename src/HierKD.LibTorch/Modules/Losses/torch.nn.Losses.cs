using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The cross-entropy of class scores and classes or class probabilities.</summary>
        public static CrossEntropyLoss CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) =>
            new(weight, ignore_index, reduction);

        /// <summary>The negative log-likelihood of classes.</summary>
        public static NLLLoss NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
            new(weight, reduction);

        /// <summary>The cross-entropy of probabilities.</summary>
        public static BCELoss BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
            new(weight, reduction);

        /// <summary>The cross-entropy of the probabilities whose log-odds are given.</summary>
        public static BCEWithLogitsLoss BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
            new(weight, reduction, pos_weights);

        /// <summary>The mean of the squared differences.</summary>
        public static MSELoss MSELoss(Reduction reduction = Reduction.Mean) =>
            new(reduction);

        /// <summary>The mean of the absolute differences.</summary>
        public static L1Loss L1Loss(Reduction reduction = Reduction.Mean) =>
            new(reduction);

        /// <summary>The absolute differences, squared where they are small.</summary>
        public static SmoothL1Loss SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1.0) =>
            new(reduction, beta);

        /// <summary>The squared differences, linear where they are great.</summary>
        public static HuberLoss HuberLoss(double delta = 1.0, Reduction reduction = Reduction.Mean) =>
            new(delta, reduction);

        /// <summary>The divergence of log-probabilities from a target.</summary>
        public static KLDivLoss KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) =>
            new(log_target, reduction);

        /// <summary>One minus the cosine of pairs that belong together, the cosine above a margin of the others.</summary>
        public static CosineEmbeddingLoss CosineEmbeddingLoss(double margin = 0.0, Reduction reduction = Reduction.Mean) =>
            new(margin, reduction);

        /// <summary>How far two inputs are from being ranked as the target says.</summary>
        public static MarginRankingLoss MarginRankingLoss(double margin = 0.0, Reduction reduction = Reduction.Mean) =>
            new(margin, reduction);

        /// <summary>The logistic loss of two classes, -1 and 1.</summary>
        public static SoftMarginLoss SoftMarginLoss(Reduction reduction = Reduction.Mean) =>
            new(reduction);
    }
}
