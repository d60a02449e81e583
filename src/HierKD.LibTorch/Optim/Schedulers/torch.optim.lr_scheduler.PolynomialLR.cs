namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Takes the rates to zero by a power of the epochs left.</summary>
                public class PolynomialLR : LRScheduler
                {
                    private readonly double iterations;
                    private readonly double power;

                    public PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1.0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        iterations = total_iters;
                        this.power = power;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        Scaled(_last_epoch == 0 || _last_epoch > iterations
                        ? 1
                        : Math.Pow((1 - (_last_epoch / iterations)) / (1 - ((_last_epoch - 1) / iterations)), power));

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        FromInitial(Math.Pow(1 - (Math.Min(iterations, _last_epoch) / iterations), power));
                }
            }
        }
    }
}
