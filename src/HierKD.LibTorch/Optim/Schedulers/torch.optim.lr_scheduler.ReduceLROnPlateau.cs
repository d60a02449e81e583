namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Multiplies the rates by a factor when a metric stops improving.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool seeksLeast;
                    private readonly bool thresholdIsRelative;
                    private readonly double factor;
                    private readonly int patience;
                    private readonly double threshold;
                    private readonly int cooldown;
                    private readonly IReadOnlyList<double> leastRates;
                    private readonly double eps;

                    private double best;
                    private int epochsWithoutGain;
                    private int epochsToRest;

                    public ReduceLROnPlateau(
                        Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                        string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1)
                        {
                            throw new ArgumentException($"The factor is below 1, not {factor}.");
                        }

                        seeksLeast = mode switch
                        {
                            "min" => true,
                            "max" => false,
                            _ => throw new ArgumentException($"The mode is 'min' or 'max', not '{mode}'."),
                        };
                        thresholdIsRelative = threshold_mode switch
                        {
                            "rel" => true,
                            "abs" => false,
                            _ => throw new ArgumentException($"The mode of the threshold is 'rel' or 'abs', not '{threshold_mode}'."),
                        };
                        leastRates = min_lr is { Count: > 1 }
                            ? [.. min_lr]
                            : [.. optimizer.ParamGroups.Select(_ => min_lr is { Count: 1 } ? min_lr[0] : 0)];
                        best = seeksLeast ? double.PositiveInfinity : double.NegativeInfinity;
                        this.factor = factor;
                        this.patience = patience;
                        this.threshold = threshold;
                        this.cooldown = cooldown;
                        this.eps = eps;
                    }

                    public override void step() => throw new InvalidOperationException("This scheduler steps by a metric.");

                    public override void step(int? epoch) => throw new InvalidOperationException("This scheduler steps by a metric.");

                    /// <summary>Takes note of an epoch's metric and lowers the rates if it has not improved for long enough.</summary>
                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? (_last_epoch + 1);
                        if (IsGain(current))
                        {
                            best = current;
                            epochsWithoutGain = 0;
                        }
                        else
                        {
                            epochsWithoutGain++;
                        }

                        if (epochsToRest > 0)
                        {
                            epochsToRest--;
                            epochsWithoutGain = 0;
                        }

                        if (epochsWithoutGain > patience)
                        {
                            LowerRates();
                            epochsToRest = cooldown;
                            epochsWithoutGain = 0;
                        }
                    }

                    private bool IsGain(double current) => (seeksLeast, thresholdIsRelative) switch
                    {
                        (true, true) => current < best * (1 - threshold),
                        (true, false) => current < best - threshold,
                        (false, true) => current > best * (1 + threshold),
                        (false, false) => current > best + threshold,
                    };

                    private void LowerRates()
                    {
                        foreach (var (group, least) in _optimizer.ParamGroups.Zip(leastRates))
                        {
                            var lowered = Math.Max(group.LearningRate * factor, least);
                            if (group.LearningRate - lowered > eps)
                            {
                                group.LearningRate = lowered;
                            }
                        }
                    }
                }
            }
        }
    }
}
