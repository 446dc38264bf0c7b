export interface DayFigures {
  day: string;
  revenue: number;
  orders: number;
  leads: number;
}

export interface Stage {
  key: string;
  done: boolean;
  steps: { key: string; done: boolean; href: string }[];
}

export interface Overview {
  revenue: number;
  orders: number;
  average_order: number;
  new_customers: number;
  leads: number;
  messages_sent: number;
  by_day: DayFigures[];
  by_source: {
    source: string;
    revenue: number;
    orders: number;
    leads: number;
    customers: number;
  }[];
  by_page: {
    page_id: string;
    name: string;
    views: number;
    leads: number;
    orders: number;
    revenue: number;
  }[];
  stages: Stage[];
  business_now: string;
  cursor_lag_seconds: number;
}
