namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Moves the factor of the rates from one value to another over the first epochs.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double start;
                    private readonly double end;
                    private readonly int iterations;

                    public LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        start = start_factor;
                        end = end_factor;
                        iterations = total_iters;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        Scaled(_last_epoch == 0 ? start
                        : _last_epoch > iterations ? 1
                        : 1 + ((end - start) / ((iterations * start) + ((_last_epoch - 1) * (end - start)))));

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        FromInitial(start + ((end - start) * Math.Min(iterations, _last_epoch) / iterations));
                }
            }
        }
    }
}
