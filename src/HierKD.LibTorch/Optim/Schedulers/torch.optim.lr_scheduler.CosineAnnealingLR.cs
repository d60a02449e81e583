namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Moves the rates to a least value and back along a cosine.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double period;
                    private readonly double least;

                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        period = T_max;
                        least = eta_min;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        _last_epoch == 0 ? Scaled(1)
                    : (_last_epoch - 1 - period) % (2 * period) == 0
                        ? _optimizer.ParamGroups.Zip(_base_lrs, (group, initial) =>
                            group.LearningRate + ((initial - least) * (1 - Math.Cos(Math.PI / period)) / 2))
                        : _optimizer.ParamGroups.Select(group => ((1 + Math.Cos(Math.PI * _last_epoch / period))
                            / (1 + Math.Cos(Math.PI * (_last_epoch - 1) / period)) * (group.LearningRate - least)) + least);

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(initial => least + ((initial - least) * (1 + Math.Cos(Math.PI * _last_epoch / period)) / 2));
                }
            }
        }
    }
}
